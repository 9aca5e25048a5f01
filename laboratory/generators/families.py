"""The families of meshes: what each is about is said where its class is."""
from api import Api
from calls import Calls
from details import Details
from egress import Egress
from filters import Filters
from fronts import Fronts
from healthy import Healthy
from ingress import Ingress
from inside import Inside
from outside import Outside
from policies import Policies
from routes import Routes
from six import Six
from sound import Sound
from stateful import Stateful
from tasks import Tasks

FAMILIES = {family.__name__.lower(): family for family in (Outside, Inside, Api, Healthy, Sound, Policies, Egress, Stateful, Ingress,
                                                         Routes, Tasks, Fronts, Filters, Calls, Six,
                                                         Details)}

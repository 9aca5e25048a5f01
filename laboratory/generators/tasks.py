"""What Istio's documentation teaches, task by task, as people apply it: routing, egress, gateways, security, the Gateway API. The objects and
requests of each are in tasks/NAME.yaml. The first seeds give them as they are; each later one makes a slip or two in one of them."""
import copy
import json
import os

import yaml

from certificates import authority_secret, certificate, secret
from mesh import PROXY, Mesh
from slips import slip
from tokens import keys, token

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'tasks')
NAMES = sorted(name[:-5] for name in os.listdir(FOLDER))
#: by name: namespace, ports (name, Service port, container port), versions
APPS = {
    'curl': ('default', [('http', 80, 80)], ['v1']),
    'httpbin': ('default', [('http', 8000, 8080)], ['v1']),
    'httpbin-foo': ('foo', [('http', 8000, 8080)], ['v1']),
    'httpbin-bar': ('bar', [('http', 8000, 8080)], ['v1']),
    'httpbin-legacy': ('legacy', [('http', 8000, 8080)], ['v1']),
    'helloworld': ('default', [('http', 5000, 5000)], ['v1', 'v2']),
    'reviews': ('default', [('http', 9080, 9080)], ['v1', 'v2', 'v3']),
    'ratings': ('default', [('http', 9080, 9080)], ['v1']),
    'tcp-echo': ('default', [('tcp', 9000, 9000), ('tcp-other', 9001, 9001)], ['v1', 'v2']),
    'my-nginx': ('default', [('https', 443, 8443)], ['v1']),
}
INGRESS = [('status-port', 15021, 15021), ('http2', 80, 8080), ('https', 443, 8443), ('tcp', 31400, 31400), ('tls', 15443, 15443)]
EGRESS = [('http2', 80, 8080), ('https', 443, 8443)]


class Tasks(Mesh):
    OFFSET = 1100000

    def __init__(self, seed):
        super().__init__(seed)
        self.name = NAMES[seed % len(NAMES)]
        self.slips = 0 if seed < len(NAMES) else self.count(3, 2)
        with open(os.path.join(FOLDER, self.name + '.yaml')) as f:
            self.task, *self.own = yaml.safe_load_all(f)

    def build(self):
        self.add('Namespace', None, 'istio-system')
        if 'mesh' in self.task:
            self.add('ConfigMap', 'istio-system', 'istio', data={'mesh': yaml.safe_dump(self.task['mesh'])})
        for namespace in ('default', 'foo', 'bar', 'legacy', 'istio-ingress'):
            injected = {} if namespace == 'legacy' else {'istio-injection': 'enabled'}
            self.add('Namespace', None, namespace, labels={'kubernetes.io/metadata.name': namespace, **injected})
        self.node()
        self.clients = {'legacy/curl': self.app_pod('legacy', 'curl', 'v1', [('http', 80, 80)], False)}
        written = {(doc['kind'], doc['metadata'].get('namespace'), doc['metadata']['name']) for doc in self.own}
        for app in self.task['apps']:
            self.add_app(app, written)
        for gateway in self.task.get('gateways', []):
            self.add_gateway(gateway)
        self.add_secrets()
        own = yaml.safe_load(self.filled(yaml.safe_dump(self.own)))
        for _ in range(self.slips):
            slip(self.random, own)
        self.docs += own
        return self

    def add_app(self, app, written):
        namespace, ports, versions = APPS[app]
        name = app.removesuffix('-' + namespace)
        if ('Service', namespace, name) not in written:
            self.add('Service', namespace, name, {'selector': {'app': name}, 'clusterIP': f'10.96.1.{self.last_address}', 'ports': [
                {'name': n, 'port': p, 'targetPort': t} for n, p, t in ports]}, labels={'app': name})
        for version in versions:
            self.clients[f'{namespace}/{name}'] = self.app_pod(namespace, name, version, ports, namespace != 'legacy')

    def app_pod(self, namespace, app, version, ports, sidecar):
        """Adds a pod with an account of its own; returns how a request names it."""
        self.add('ServiceAccount', namespace, app)
        labels = {'app': app, 'version': version}
        containers = [{'name': 'app', 'image': 'docker.io/istio/app:1', 'ports': [{'containerPort': t, 'name': n} for n, _, t in ports]}]
        if sidecar:
            labels['security.istio.io/tlsMode'] = 'istio'
            containers.append(dict(PROXY))
        address = self.address()
        pod = self.running_pod(namespace, f'{app}-{version}-{self.last_address}', labels, containers, address, app,
                               annotations={'sidecar.istio.io/status': '{}'} if sidecar else None)
        return f'{namespace}/{pod["metadata"]["name"]}'

    def add_gateway(self, kind):
        if kind in ('ingress', 'egress'):
            labels = {'app': f'istio-{kind}gateway', 'istio': f'{kind}gateway'}
            self.front('istio-system', f'istio-{kind}gateway', labels, INGRESS if kind == 'ingress' else EGRESS,
                       '203.0.113.10' if kind == 'ingress' else None)
            return
        self.add('GatewayClass', None, 'istio', {'controllerName': 'istio.io/gateway-controller'}, api='gateway.networking.k8s.io/v1')
        gateway = next(doc for doc in self.own if doc['kind'] == 'Gateway')['metadata']
        ports = [80] if kind == 'api-egress' else [80, 443, 8080, 8443, 9000]
        self.front(gateway['namespace'], gateway['name'] + '-istio', {'gateway.networking.k8s.io/gateway-name': gateway['name']},
                   [('status-port', 15021, 15021)] + [(f'p{p}', p, p) for p in ports], None if kind == 'api-egress' else '203.0.113.20')

    def front(self, namespace, name, labels, ports, outside):
        """Adds the Service and the pod of a gateway, with an address outside or without."""
        self.add('ServiceAccount', namespace, name)
        spec = {'type': 'LoadBalancer' if outside else 'ClusterIP', 'clusterIP': f'10.96.2.{self.last_address}', 'selector': labels, 'ports': [
            {'name': n, 'port': p, 'targetPort': t, **({'nodePort': 30000 + p % 1000} if outside else {})} for n, p, t in ports]}
        self.add('Service', namespace, name, spec, labels=labels, **({'status': {'loadBalancer': {'ingress': [{'ip': outside}]}}} if outside else {}))
        self.outside = outside or getattr(self, 'outside', None)
        self.gateway_pod(namespace, name, labels, [{'containerPort': t} for _, _, t in ports], name)

    def add_secrets(self):
        for name, hosts in self.task.get('secrets', {}).items():
            self.docs.append(secret(*name.split('/'), hosts))
        for name in self.task.get('authorities', []):
            self.docs.append(authority_secret(*name.split('/')))

    def filled(self, text):
        """A text with what is made when it is asked for: keys, tokens, certificates."""
        made = {'@jwks': keys, '@ca': lambda: certificate('client-ca')[0], '@token-group2': lambda: self.token('group2'),
                '@token': lambda: self.token('group1')}
        for mark, make in made.items():
            if mark in text:
                text = text.replace(f'"{mark}"', mark).replace(f"'{mark}'", mark)
                text = text.replace(mark, json.dumps(make())[1:-1] if 'token' in mark else json.dumps(make()))
        return text

    def token(self, group):
        return token('testing@secure.istio.io', groups=[group])

    def requests(self):
        out = []
        for request in yaml.safe_load(self.filled(yaml.safe_dump(self.task['requests']))):
            request = copy.deepcopy(request)
            if 'from' in request:
                request['from'] = self.clients[request['from']]
            elif 'address' not in request:
                request['address'] = self.outside + (':443' if request['url'].startswith('https') else ':80')
            out.append(request)
        return out

"""Meshes of other families in a cluster that has IPv6 only: from outside, through the Gateway API, and from pods."""
import re

from calls import Calls
from filters import Filters
from fronts import Fronts
from mesh import Mesh

ADDRESS = re.compile(r'(?<![\d./])(10\.244|10\.96|203\.0\.113|192\.168\.96|198\.18)\.([\d.]+)')
PREFIXES = {'10.244': 'fd00:10:244', '10.96': 'fd00:10:96', '203.0.113': '2001:db8:113', '192.168.96': '2001:db8:96', '198.18': '2001:db8:18'}


def six(text):
    """The same text with the addresses that generated meshes use written as ones of IPv6."""
    def address(found):
        rest = found[2].split('.')
        return PREFIXES[found[1]] + ''.join(f':{part}' for part in rest[:-1]) + f'::{rest[-1]}'
    return ADDRESS.sub(address, text)


def everywhere(node):
    if isinstance(node, dict):
        return {key: everywhere(value) for key, value in node.items()}
    if isinstance(node, list):
        return [everywhere(value) for value in node]
    return six(node).replace('/16', '/48') if isinstance(node, str) else node


class Six(Mesh):
    OFFSET = 1600000

    def build(self):
        self.inner = self.pick(Fronts, Filters, Calls)(self.OFFSET + self.random.randint(0, 99999)).build()
        self.docs = [everywhere(doc) for doc in self.inner.docs]
        for doc in self.docs:
            if doc['kind'] == 'Service' and doc['spec'].get('type') != 'ExternalName':
                doc['spec'].update(ipFamilies=['IPv6'], ipFamilyPolicy='SingleStack')
        return self

    def requests(self):
        out = []
        for request in self.inner.requests():
            request = dict(request)
            scheme, rest = request['url'].split('://')
            request['url'] = f'{scheme}://' + ADDRESS.sub(lambda found: f'[{six(found[0])}]', rest)
            if 'address' in request:
                host, port = request['address'].rsplit(':', 1)
                request['address'] = f'[{six(host)}]:{port}'
            out.append(request)
        return out

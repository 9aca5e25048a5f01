"""Requests that pods send: VirtualServices for the mesh, Sidecars, ServiceEntries, mTLS, policies."""
import yaml

from mesh import url
from routing import Routing


class Inside(Routing):
    OFFSET = 100000

    def build(self):
        self.gateways = [{'ns': 'shop', 'name': 'gw0'}]
        self.add('Namespace', None, 'istio-system')
        self.add_mesh_config()
        for namespace in ('shop', 'other', 'legacy'):
            self.add('Namespace', None, namespace, labels={'istio-injection': 'enabled'} if namespace != 'legacy' else None)
        names = self.random.sample(['catalog', 'cart', 'api'], self.random.randint(1, 3))
        self.services = [self.service(self.pick('shop', 'shop', 'other', 'legacy'), name) for name in names]
        self.add_callers()
        self.externals = [self.service_entry(i) for i in range(self.random.choices([0, 1, 2], [4, 4, 1])[0])]
        for i in range(self.random.choices([0, 1, 2], [3, 5, 3])[0]):
            self.add_virtual_service(i)
        self.extras()
        self.add_sidecar()
        return self

    def add_mesh_config(self):
        if self.chance(.35):
            config = {'outboundTrafficPolicy': {'mode': self.pick('REGISTRY_ONLY', 'ALLOW_ANY')}}
            if self.chance(.2):
                config['enableAutoMtls'] = False
            self.add('ConfigMap', 'istio-system', 'istio', data={'mesh': yaml.safe_dump(config)})

    def add_callers(self):
        """Adds the pods that send requests: one with a proxy, one without."""
        self.callers = []
        for namespace, sidecar in (('shop', True), ('legacy', False)):
            self.add('Service', namespace, 'web', {'ports': [{'name': 'http', 'port': 80, 'targetPort': 8080}],
                                                   'selector': {'app': 'web'}, 'clusterIP': f'10.96.1.{len(self.docs)}'})
            pod = self.pod(namespace, 'web', 'v1', [{'containerPort': 8080, 'name': 'http'}], sidecar)
            self.callers.append((namespace, pod['metadata']['name']))

    def service_entry(self, index):
        """Adds a host outside of the mesh and returns its name and port."""
        host = self.pick('api.partner.example', 'static.cdn.example', '*.partner.example')
        resolution = self.pick('DNS', 'DNS', 'NONE', 'STATIC')
        port = self.pick({'number': 80, 'name': 'http', 'protocol': 'HTTP'}, {'number': 443, 'name': 'https', 'protocol': 'HTTPS'},
                         {'number': 443, 'name': 'tls', 'protocol': 'TLS'}, {'number': 8080, 'name': 'http-alt', 'protocol': 'HTTP'})
        if host.startswith('*'):
            resolution = 'NONE'
        spec = {'hosts': [host], 'ports': [port], 'resolution': resolution, 'location': 'MESH_EXTERNAL'}
        if resolution == 'STATIC':
            spec.update(endpoints=[{'address': '198.18.7.7'}], addresses=[f'198.18.6.{index + 1}'])
        if self.chance(.15):
            spec['exportTo'] = [self.pick('.', 'other')]
        self.add('ServiceEntry', self.pick('shop', 'shop', 'other'), f'se{index}', spec)
        return host.replace('*', 'a'), port

    def add_virtual_service(self, index):
        namespace = self.pick('shop', 'shop', 'other')
        service = self.pick(*self.services)
        hosts = [self.pick(service['name'], service['host'], service['host'])]
        if self.externals and self.chance(.2):
            hosts = [self.externals[0][0]]
        spec = {'hosts': hosts, 'http': self.rules(namespace)}
        if self.chance(.25):
            spec['gateways'] = self.pick(['mesh'], ['mesh', 'gw0'], ['gw0'])
        if self.chance(.1):
            spec['exportTo'] = self.pick(['.'], ['other'], ['*'])
        self.add('VirtualService', namespace, f'vs{index}', spec)

    def add_sidecar(self):
        if not self.chance(.25):
            return
        hosts = self.pick(['./*'], ['./*', 'istio-system/*'], ['other/*'], ['*/*'], ['./*', 'other/*'],
                          ['legacy/*', './web.shop.svc.cluster.local'])
        spec = {'egress': [{'hosts': hosts}]}
        if self.chance(.3):
            spec['outboundTrafficPolicy'] = {'mode': 'REGISTRY_ONLY'}
        if self.chance(.2):
            spec['workloadSelector'] = {'labels': {'app': self.pick('web', 'cart')}}
        self.add('Sidecar', self.pick('shop', 'shop', 'istio-system'), 'scope', spec)

    def requests(self):
        out = []
        for _ in range(9):
            request = self.request()
            if request not in out:
                out.append(request)
        return out

    def request(self):
        namespace, pod = self.pick(*self.callers, self.callers[0], self.callers[0])
        scheme, host, port = self.target(namespace)
        path = self.pick(*self.paths) if self.chance(.7) else self.pick('/api/1', '/x', '/')
        request = {'url': url(scheme, host, port, '' if scheme == 'tcp' else path), 'from': f'{namespace}/{pod}'}
        if self.chance(.15) and scheme != 'tcp':
            request['headers'] = {'x-user': 'jane'}
        if self.chance(.08) and scheme != 'tcp':
            request['method'] = 'POST'
        return request

    def target(self, namespace):
        """Scheme, host and port of something that a pod of this namespace may ask for."""
        if self.externals and self.chance(.3):
            host, port = self.pick(*self.externals)
            number = port['number'] if self.chance(.9) else 8080
            return 'https' if number == 443 else 'http', host, number
        if self.chance(.08):
            return 'http', 'unlisted.example', 80
        service = self.pick(*self.services)
        short = f'{service["name"]}.{service["ns"]}'
        forms = [short, service['host'], short + '.svc'] + ([service['name']] * 3 if service['ns'] == namespace else [])
        host, port = self.pick(*forms), self.pick(*service['ports'], *[service['port']] * 3)
        if self.chance(.04):
            port += 7
        return 'tcp' if service['kind'] == 'tcp' else 'http', host, port

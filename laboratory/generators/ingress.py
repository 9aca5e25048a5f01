"""Requests from outside through Kubernetes' Ingresses: classes, path types, TLS, backends, several Ingresses for one host."""
from certificates import secret
from outside import Outside


class Ingress(Outside):
    OFFSET = 700000

    def build(self):
        self.gateway_service()
        for namespace in ('shop', 'other'):
            self.add('Namespace', None, namespace, labels={'istio-injection': 'enabled'})
        if self.chance(.85):
            self.add('IngressClass', None, 'istio', {'controller': 'istio.io/ingress-controller'})
        self.add('IngressClass', None, 'nginx', {'controller': 'k8s.io/ingress-nginx'})
        self.services = [self.service(self.pick('shop', 'shop', 'other'), name)
                         for name in self.random.sample(['catalog', 'cart', 'api'], self.random.randint(1, 3))]
        for i in range(self.count(3, 3, 1)):
            self.add_ingress(i)
        if self.chance(.25):
            self.add_rival()
        return self

    def backend(self, namespace):
        service = self.pick(*[s for s in self.services if s['ns'] == namespace] or self.services)
        name = service['name'] if self.chance(.95) else 'nosuch'
        number = {'number': service['port'] if self.chance(.93) else service['port'] + 1}
        return {'service': {'name': name, 'port': number if self.chance(.85) else {'name': self.pick('http', 'http-web', 'web')}}}

    def path(self, namespace):
        kind = self.weighed(Prefix=6, Exact=3, ImplementationSpecific=2)
        path = self.pick('/', '/api', '/api/', '/catalog', '/v1/items')
        if kind == 'ImplementationSpecific':
            path = self.pick('/api/*', '/catalog', '/', None)
        entry = {'pathType': kind, 'backend': self.backend(namespace)}
        if path:
            entry['path'] = path
            self.paths.append(path.replace('*', 'x'))
        return entry

    def add_ingress(self, index):
        namespace = self.pick(*[s['ns'] for s in self.services], 'shop')
        spec, annotations = {}, {}
        how = self.weighed(istio=10, annotation=4, none=1, nginx=1, nginxannotation=.5)
        if how in ('istio', 'nginx'):
            spec['ingressClassName'] = how
        if how in ('annotation', 'nginxannotation'):
            annotations['kubernetes.io/ingress.class'] = 'nginx' if how == 'nginxannotation' else 'istio'
        rules = []
        for _ in range(self.count(4, 2)):
            host = self.pick(None, '*.example.com', *['shop.example.com'] * 3, 'api.example.com')
            rule = {'http': {'paths': [self.path(namespace) for _ in range(self.count(3, 3, 1))]}}
            rules.append({'host': host, **rule} if host else rule)
            self.hosts.append((host or 'some.example.net').replace('*', 'any'))
        if self.chance(.9):
            spec['rules'] = rules
        if self.chance(.2) or 'rules' not in spec:
            spec['defaultBackend'] = self.backend(namespace)
        if self.chance(.4):
            spec['tls'] = [self.tls(index)]
        self.add('Ingress', namespace, f'in{index}', spec, annotations=annotations)

    def tls(self, index):
        """Hosts with a Secret, which Istio looks for where the gateway is."""
        hosts = self.pick(['shop.example.com'], ['*.example.com'], ['api.example.com', 'shop.example.com'], None)
        name = f'cert-{index}'
        how = self.weighed(ok=6, wrongns=1.5, missing=1, key=.5)
        if how != 'missing':
            self.docs.append(secret('shop' if how == 'wrongns' else 'istio-system', name, hosts or ['*.example.com'], how))
        return {'secretName': name, **({'hosts': hosts} if hosts else {})}

    def add_rival(self):
        """A Gateway and VirtualService of Istio's own for the same hosts."""
        service = self.pick(*self.services)
        self.add('Gateway', 'shop', 'rival', {'selector': {'istio': 'ingressgateway'}, 'servers': [
            {'port': {'number': 80, 'name': 'http', 'protocol': 'HTTP'}, 'hosts': [self.pick('*', 'shop.example.com', '*.example.com')]}]})
        self.add('VirtualService', 'shop', 'rival', {'hosts': ['shop.example.com'], 'gateways': ['rival'], 'http': [
            {'match': [{'uri': {'prefix': '/rival'}}], 'route': [{'destination': {'host': service['host'], 'port': {'number': service['port']}}}]}]})
        self.paths.append('/rival')

    def servers(self):
        """What the ports of the gateway are for, as Outside asks it."""
        return [({'port': {'number': number}, 'hosts': []}, 'http') for number in (80, 443)]

    def request(self, port, host, path):
        request = super().request(port, host, path)
        if port['port'] == 443 and self.chance(.1):
            request['sni'] = 'else.example.net'
        return request

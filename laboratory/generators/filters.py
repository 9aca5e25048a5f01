"""The Gateway API as people combine it: filters, hosts that overlap over several listeners and Gateways, routes for several parents, grants, backends of
several kinds, and routes of the mesh whose parents are Services."""
from certificates import secret
from mesh import GATEWAY_API, Mesh, url

HOSTS = ['shop.example.com', 'api.shop.example.com', 'www.example.org', '*.example.com', '*.shop.example.com']
GROUP = 'gateway.networking.k8s.io'


class Filters(Mesh):
    OFFSET = 1400000

    def build(self):
        self.add('Namespace', None, 'istio-system')
        for namespace in ('shop', 'team', 'edge'):
            self.add('Namespace', None, namespace, labels={'istio-injection': 'enabled', 'kubernetes.io/metadata.name': namespace})
        self.add('GatewayClass', None, 'istio', {'controllerName': 'istio.io/gateway-controller'}, api=GATEWAY_API)
        self.services = [self.workload('shop', 'catalog', 80), self.workload('shop', 'catalog-v2', 80), self.workload('team', 'cart', 8000)]
        self.fronts = [self.add_front(i) for i in range(self.count(2, 1))]
        for i in range(self.count(2, 4, 3)):
            self.add_http_route(i)
        self.meshed = [self.add_mesh_route(i) for i in range(self.random.choices([0, 1, 2], [4, 4, 2])[0])]
        if self.chance(.75):
            self.add('ReferenceGrant', 'team', 'grant', {'from': [{'group': GROUP, 'kind': 'HTTPRoute', 'namespace': n} for n in ('shop', 'edge')],
                                                        'to': [{'group': '', 'kind': 'Service'}]}, api='gateway.networking.k8s.io/v1beta1')
        if self.chance(.15):
            self.add('PeerAuthentication', 'istio-system', 'default', {'mtls': {'mode': 'STRICT'}})
        return self

    def workload(self, namespace, name, port):
        self.add('Service', namespace, name, {'selector': {'app': name}, 'clusterIP': f'10.96.1.{self.last_address}', 'ports': [
            {'name': 'http', 'port': port, 'targetPort': 8080}, {'name': 'grpc', 'port': 9000, 'targetPort': 9000}]})
        pod = self.pod(namespace, name, 'v1', [{'name': 'http', 'containerPort': 8080}, {'name': 'grpc', 'containerPort': 9000}], self.chance(.9))
        return {'ns': namespace, 'name': name, 'port': port, 'host': f'{name}.{namespace}.svc.cluster.local', 'pod': f'{namespace}/{pod["metadata"]["name"]}'}

    def add_front(self, index):
        namespace, name, address = self.pick('edge', 'shop'), f'front{index}', f'203.0.113.{30 + index}'
        listeners = []
        for i in range(self.count(1, 3, 3, 1)):
            protocol = self.pick('HTTP', 'HTTP', 'HTTPS')
            listener = {'name': f'{protocol.lower()}{i}', 'protocol': protocol, 'port': self.pick(80, 80, 8080) if protocol == 'HTTP' else 443,
                        'allowedRoutes': {'namespaces': {'from': self.pick('All', 'All', 'All', 'Same')}}}
            host = self.pick(None, *HOSTS)
            if host:
                listener['hostname'] = host
            if protocol == 'HTTPS':
                names = [f'cert{index}{i}'] + ([f'cert{index}{i}b'] if self.chance(.2) else [])
                for n in names:
                    self.docs.append(secret(namespace, n, [host or '*.example.com']))
                listener['tls'] = {'certificateRefs': [{'name': n} for n in names]}
            listeners.append(listener)
        self.add('Gateway', namespace, name, {'gatewayClassName': 'istio', 'listeners': listeners}, api=GATEWAY_API)
        labels = {'gateway.networking.k8s.io/gateway-name': name}
        ports = [{'name': f'p{p}', 'port': p, 'targetPort': p} for p in (80, 443, 8080)]
        self.add('Service', namespace, name + '-istio', {'type': 'LoadBalancer', 'clusterIP': f'10.96.2.{index + 1}', 'selector': labels, 'ports': ports},
                 labels=labels, status={'loadBalancer': {'ingress': [{'ip': address}]}})
        self.gateway_pod(namespace, name + '-istio', labels, [{'containerPort': 15021}], name + '-istio')
        return {'ns': namespace, 'name': name, 'listeners': listeners, 'address': address}

    def match(self):
        path = self.pick('/api', '/api/v1', '/cart', '/', '/static')
        self.paths.append(path)
        prefix = {'path': {'type': 'PathPrefix', 'value': path}}
        return self.pick(prefix, prefix, {'path': {'type': 'Exact', 'value': path}}, {'path': {'type': 'RegularExpression', 'value': '/(api|cart)/?.*'}},
                         {**prefix, 'headers': [{'name': 'X-User', 'value': 'jane'}]}, {**prefix, 'headers': [{'name': 'x-user', 'type': 'RegularExpression', 'value': 'j.*'}]},
                         {**prefix, 'method': self.pick('GET', 'POST', 'HEAD')}, {**prefix, 'queryParams': [{'name': 'v', 'type': 'RegularExpression', 'value': '[0-9]'}]},
                         {'headers': [{'name': 'x-user', 'value': 'bob'}, {'name': 'x-beta', 'value': '1'}]})

    def backend(self, namespace):
        service = self.pick(*self.services)
        kind = self.weighed(service=14, port=.6, missing=.5, hostname=.6, kind=.3, noport=.4)
        reference = {'name': service['name'], 'port': service['port']}
        if service['ns'] != namespace:
            reference['namespace'] = service['ns']
        return {'port': {**reference, 'port': 1}, 'missing': {**reference, 'name': 'gone'}, 'kind': {**reference, 'kind': 'ConfigMap'},
                'hostname': {'group': 'networking.istio.io', 'kind': 'Hostname', 'name': service['host'], 'port': service['port']},
                'noport': {k: v for k, v in reference.items() if k != 'port'}}.get(kind, reference)

    def rule(self, namespace):
        rule = {'matches': [self.match() for _ in range(self.count(4, 2))]} if self.chance(.75) else {}
        prefixed = all(m.get('path', {'type': 'PathPrefix'})['type'] == 'PathPrefix' for m in rule.get('matches', []))
        kind = self.weighed(plain=6, redirect=3, rewrite=3, header=2, mirror=1.5, canary=3, cors=.6, empty=.4)
        if kind == 'redirect':
            by_prefix = [{'path': {'type': 'ReplacePrefixMatch', 'replacePrefixMatch': self.pick('/', '/new')}}] if prefixed else []
            redirect = self.pick({'scheme': 'https'}, {'scheme': 'https', 'port': 8443}, {'hostname': 'www.example.org', 'statusCode': 301}, {'port': 8080}, {'scheme': 'http'},
                                 {'path': {'type': 'ReplaceFullPath', 'replaceFullPath': '/moved'}}, *by_prefix)
            return {**rule, 'filters': [{'type': 'RequestRedirect', 'requestRedirect': redirect}]}
        if kind == 'empty':
            return rule
        rule['backendRefs'] = [self.backend(namespace)]
        if kind == 'canary':
            first = self.pick(0, 1, 10, 50)
            rule['backendRefs'] = [{**self.backend(namespace), 'weight': first}, {**self.backend(namespace), 'weight': self.pick(0, 1, 90)}]
        by_prefix = [{'path': {'type': 'ReplacePrefixMatch', 'replacePrefixMatch': self.pick('/', '/new', '/new/', '')}}] * 2 if prefixed else []
        rewrite = self.pick({'hostname': 'inner.example'}, {'path': {'type': 'ReplaceFullPath', 'replaceFullPath': '/full'}}, *by_prefix)
        header = self.pick({'set': [{'name': 'x-a', 'value': 'b'}]}, {'set': [{'name': 'Host', 'value': 'set.example'}]}, {'add': [{'name': 'x-a', 'value': 'c'}], 'remove': ['x-user']})
        filters = {'rewrite': {'type': 'URLRewrite', 'urlRewrite': rewrite}, 'header': {'type': 'RequestHeaderModifier', 'requestHeaderModifier': header},
                   'mirror': {'type': 'RequestMirror', 'requestMirror': {'backendRef': self.backend(namespace)}},
                   'cors': {'type': 'CORS', 'cors': {'allowOrigins': ['https://a.example'], 'allowMethods': ['GET']}}}
        if kind in filters:
            rule['filters'] = [filters[kind]]
        if self.chance(.15):
            rule.update(self.pick({'timeouts': {'request': '2s'}}, {'retry': {'attempts': 2, 'codes': [503]}}))
        if self.chance(.08) and 'filters' not in rule:
            rule['backendRefs'][0]['filters'] = [{'type': 'RequestHeaderModifier', 'requestHeaderModifier': {'set': [{'name': 'x-b', 'value': '1'}]}}]
        return rule

    def add_http_route(self, index):
        namespace = self.pick('shop', 'edge', 'team')
        parents = []
        for front in self.random.sample(self.fronts, self.random.randint(1, len(self.fronts))):
            parent = {'name': front['name'], 'namespace': front['ns']}
            if self.chance(.35):
                parent['sectionName'] = self.pick(*[listener['name'] for listener in front['listeners']])
            if self.chance(.1):
                parent['port'] = self.pick(80, 443, 8080)
            parents.append(parent)
        hosts = self.random.sample(HOSTS, self.random.choices([0, 1, 2], [2, 5, 2])[0])
        spec = {'parentRefs': parents, 'rules': [self.rule(namespace) for _ in range(self.count(3, 3, 2))]}
        if hosts:
            spec['hostnames'] = hosts
        self.add('HTTPRoute', namespace, f'route{index}', spec, api=GATEWAY_API)
        self.hosts += hosts or ['some.example.net']

    def add_mesh_route(self, index):
        """A route for what is sent to a Service, of its own namespace or of the client's."""
        service = self.pick(*self.services)
        namespace = self.pick(service['ns'], service['ns'], 'shop', 'team')
        parent = {'group': '', 'kind': 'Service', 'name': service['name'], 'namespace': service['ns']}
        if self.chance(.4):
            parent['port'] = self.pick(service['port'], service['port'], 9000)
        self.add('HTTPRoute', namespace, f'mesh{index}', {'parentRefs': [parent], 'rules': [self.rule(namespace) for _ in range(self.count(2, 2))]}, api=GATEWAY_API)
        return service

    def requests(self):
        out = []
        for _ in range(30):
            path = (self.pick(*self.paths) + self.pick('', '', '/1', '/v1/x', '?v=2')).replace('//', '/')
            if self.meshed and self.chance(.35):
                service = self.pick(*self.meshed, *self.services)
                host = self.pick(service['host'], f'{service["name"]}.{service["ns"]}')
                request = {'url': url('http', host, self.pick(service['port'], service['port'], 9000), path), 'from': self.pick(*[s['pod'] for s in self.services])}
            else:
                front = self.pick(*self.fronts)
                listener = self.pick(*front['listeners'])
                host = self.pick(*self.hosts, listener.get('hostname', 'some.example.net')).replace('*', self.pick('any', 'api'))
                request = {'url': url(listener['protocol'].lower(), host, listener['port'], path), 'address': f'{front["address"]}:{listener["port"]}'}
            if self.chance(.3):
                request['headers'] = self.pick({'x-user': 'jane'}, {'x-user': 'bob', 'x-beta': '1'})
            if self.chance(.12):
                request['method'] = self.pick('POST', 'HEAD')
            if request not in out and len(out) < 14:
                out.append(request)
        return out

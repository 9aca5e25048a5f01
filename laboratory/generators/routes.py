"""Requests from outside through what the Gateway API has beside HTTPRoutes: ListenerSets, GRPCRoutes, TLSRoutes, TCPRoutes, grants."""
from api import Api
from certificates import secret
from mesh import GATEWAY_API, url


class Routes(Api):
    OFFSET = 800000

    def build(self):
        self.add('Namespace', None, 'istio-system')
        for namespace in ('shop', 'edge', 'other'):
            labels = {'kubernetes.io/metadata.name': namespace, 'istio-injection': 'enabled'}
            self.add('Namespace', None, namespace, labels={**labels, 'expose': 'yes'} if namespace == 'shop' else labels)
        self.add('GatewayClass', None, 'istio', {'controllerName': 'istio.io/gateway-controller'}, api=GATEWAY_API)
        self.services = [self.service(self.pick('shop', 'shop', 'other'), name) for name in ('catalog', 'cart')[:self.count(1, 2)]]
        self.services.append(self.speaking(self.pick('shop', 'other'), 'vault', 'https', 8443))
        self.services.append(self.speaking('shop', 'db', 'tcp', 3306))
        self.gateways, self.crossings = [], []
        self.add_gateway(0)
        if self.chance(.5):
            self.add_listener_set()
        for i in range(self.count(2, 3, 2)):
            self.add_route(i)
        self.add_grants()
        return self

    def add_grants(self):
        """Grants for what routes refer to in other namespaces, mostly."""
        for i, (kind, namespace, service) in enumerate(dict.fromkeys(self.crossings)):
            if self.chance(.75):
                kind = kind if self.chance(.9) else self.pick('HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute')
                self.add('ReferenceGrant', service[0], f'grant{i}', {
                    'from': [{'group': 'gateway.networking.k8s.io', 'kind': kind, 'namespace': namespace}],
                    'to': [{'group': '', 'kind': 'Service', **self.pick({}, {'name': service[1]})}]}, api='gateway.networking.k8s.io/v1beta1')

    def speaking(self, namespace, name, speaks, port):
        """Adds a Service of one protocol with its pod."""
        self.add('Service', namespace, name, {'ports': [{'name': speaks, 'port': port, 'targetPort': port}], 'selector': {'app': name},
                                              'clusterIP': f'10.96.0.{self.last_address + 60}'})
        self.pod(namespace, name, 'v1', [{'containerPort': port, 'name': speaks}], self.chance(.7))
        return {'ns': namespace, 'name': name, 'host': f'{name}.{namespace}.svc.cluster.local', 'port': port, 'kind': speaks}

    def listener(self, index, gateway_index, namespace):
        kind = self.weighed(HTTP=5, HTTPS=2, TLS=3, TLSTerminate=1, TCP=3)
        protocol = 'TLS' if kind == 'TLSTerminate' else kind
        port = {'HTTP': 80, 'HTTPS': 443, 'TLS': self.pick(443, 8443), 'TCP': self.pick(3306, 9000)}[protocol]
        listener = {'name': f'l{index}', 'port': port, 'protocol': protocol}
        host = self.pick(None, '*.example.com', 'shop.example.com', 'vault.example.com')
        if host and protocol != 'TCP':
            listener['hostname'] = host
        allowed = self.weighed(none_=2, All=7, Selector=1, kinds=.5)
        if allowed in ('All', 'Selector'):
            selector = {'selector': {'matchLabels': {'expose': 'yes'}}} if allowed == 'Selector' else {}
            listener['allowedRoutes'] = {'namespaces': {'from': allowed, **selector}}
        if allowed == 'kinds':
            listener['allowedRoutes'] = {'namespaces': {'from': 'All'}, 'kinds': [{'kind': self.pick('HTTPRoute', 'GRPCRoute', 'TLSRoute')}]}
        if protocol == 'TLS':
            listener['tls'] = {'mode': 'Passthrough'}
        if kind in ('HTTPS', 'TLSTerminate'):
            name = f'cert-{gateway_index}{index}'
            self.docs.append(secret(namespace, name, [host or '*.example.com']))
            listener['tls'] = {'mode': 'Terminate', 'certificateRefs': [{'name': name}]}
        return listener

    def add_gateway(self, index):
        namespace = self.pick('shop', 'edge')
        listeners = [self.listener(j, index, namespace) for j in range(self.count(1, 3, 2))]
        spec = {'gatewayClassName': 'istio', 'listeners': listeners}
        if self.chance(.7):
            spec['allowedListeners'] = {'namespaces': {'from': self.pick('Same', 'All', 'All')}}
        self.add('Gateway', namespace, 'front', spec, api=GATEWAY_API)
        # ports that a ListenerSet may want are on the Service, too
        more = [{'name': f'set-{n}', 'port': n, 'protocol': p} for n, p in ((8080, 'HTTP'), (8443, 'TLS'), (9000, 'TCP'))]
        self.add_deployed(namespace, 'front', 'istio', index, listeners + more)
        self.gateways[-1].update(listeners=listeners, kind='Gateway')

    def add_listener_set(self):
        gateway = self.gateways[0]
        namespace = self.pick('shop', gateway['ns'])
        listeners = [{**self.listener(j, 1, namespace), 'name': self.pick('s', 'l') + str(j)} for j in range(self.count(3, 1))]
        for listener in listeners:
            if self.chance(.6):
                listener['port'] = {'HTTP': 8080, 'TCP': 9000}.get(listener['protocol'], 8443)
        parent = {'name': 'front', **({'namespace': gateway['ns']} if gateway['ns'] != namespace else {})}
        self.add('ListenerSet', namespace, 'more', {'parentRef': parent, 'listeners': listeners}, api=GATEWAY_API)
        self.gateways.append({'ns': namespace, 'name': 'more', 'listeners': listeners, 'address': gateway['address'], 'kind': 'ListenerSet'})

    def add_route(self, index):
        gateway = self.pick(*self.gateways)
        listener = self.pick(*gateway['listeners'])
        usual = {'HTTP': 'HTTPRoute', 'HTTPS': 'HTTPRoute', 'TLS': 'TLSRoute', 'TCP': 'TCPRoute'}[listener['protocol']]
        if listener.get('tls', {}).get('mode') == 'Terminate' and usual == 'TLSRoute':
            usual = self.pick('TCPRoute', 'TLSRoute')
        kind = usual if self.chance(.9) else self.pick('HTTPRoute', 'TLSRoute', 'TCPRoute')
        if kind == 'HTTPRoute' and self.chance(.45):
            kind = 'GRPCRoute'
        namespace = self.pick('shop', 'shop', gateway['ns'])
        parent = self.parent(gateway, namespace)
        if gateway['kind'] == 'ListenerSet':
            parent.update(kind='ListenerSet', group='gateway.networking.k8s.io')
        if parent.get('port') and self.chance(.7):
            parent['port'] = listener['port']
        spec = {'parentRefs': [parent]}
        hosts = self.pick(None, ['shop.example.com'], ['vault.example.com'], ['*.example.com'], *[[listener.get('hostname', 'shop.example.com')]] * 4)
        if kind == 'TLSRoute':
            hosts = hosts or ['vault.example.com']
        if hosts and kind != 'TCPRoute':
            spec['hostnames'] = hosts
        rule = {'backendRefs': [self.backend(namespace, {'TLSRoute': 'https', 'TCPRoute': 'tcp'}.get(kind, 'http'), kind)]}
        if kind == 'TCPRoute' and self.chance(.2):
            rule['backendRefs'][0]['weight'] = 0
        if kind == 'GRPCRoute' and self.chance(.7):
            rule['matches'] = [self.grpc_match()]
        if kind == 'HTTPRoute' and self.chance(.6):
            rule['matches'] = [self.http_match()]
        spec['rules'] = [rule]
        self.add(kind, namespace, f'route{index}', spec, api=GATEWAY_API)
        self.hosts += [h.replace('*', 'any') for h in hosts or ['some.example.net']]

    def grpc_match(self):
        match = self.pick({'method': {'service': 'shop.Catalog'}}, {'method': {'service': 'shop.Catalog', 'method': 'List'}}, {'method': {'method': 'List'}},
                          {'headers': [{'name': 'x-user', 'value': 'jane'}]}, {'method': {'type': 'RegularExpression', 'service': 'shop\\..*'}})
        self.paths += ['/shop.Catalog/List', '/shop.Catalog/Get']
        return match

    def backend(self, namespace, speaks='http', route='HTTPRoute'):
        """A reference to a Service that mostly speaks what the route is for."""
        fitting = [s for s in self.services if (s['kind'] if s['kind'] in ('https', 'tcp') else 'http') == speaks]
        service = self.pick(*(fitting if fitting and self.chance(.92) else self.services))
        reference = {'name': service['name'] if self.chance(.97) else 'nosuch', 'port': service['port'] if self.chance(.96) else service['port'] + 1}
        if service['ns'] != namespace:
            self.crossings.append((route, namespace, (service['ns'], service['name'])))
            if self.chance(.9):
                reference['namespace'] = service['ns']
        return reference

    def requests(self):
        named = [listener['hostname'].replace('*', 'any') for g in self.gateways for listener in g['listeners'] if listener.get('hostname')]
        hosts = list(dict.fromkeys(self.hosts + named))[:4]
        paths = list(dict.fromkeys(self.paths))[:4]
        out = []
        for _ in range(11):
            gateway = self.pick(*self.gateways)
            listener = self.pick(*gateway['listeners'])
            own = listener.get('hostname', 'shop.example.com').replace('*', 'any')
            host, path, port = self.pick(own, *hosts), self.pick(*paths), listener['port']
            scheme = {'HTTP': 'http', 'TCP': 'tcp'}.get(listener['protocol'], 'https')
            address = f'{gateway["address"]}:{port}'
            request = {'url': f'tcp://{address}' if scheme == 'tcp' else url(scheme, host, port, path), 'address': address}
            if scheme != 'tcp' and self.chance(.2):
                request['headers'] = {'x-user': self.pick('jane', 'bob')}
            if scheme != 'tcp' and self.chance(.15):
                request['method'] = 'POST'
            if request not in out:
                out.append(request)
        return out

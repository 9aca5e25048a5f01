"""Requests from outside through the Gateway API: listeners, HTTPRoutes, grants."""
from certificates import secret
from mesh import GATEWAY_API, Mesh, url


class Api(Mesh):
    OFFSET = 200000

    def build(self):
        self.add('Namespace', None, 'istio-system')
        for namespace in ('shop', 'edge', 'other'):
            labels = {'istio-injection': 'enabled', 'kubernetes.io/metadata.name': namespace}
            self.add('Namespace', None, namespace, labels={**labels, 'expose': 'yes'} if namespace == 'shop' else labels)
        self.add('GatewayClass', None, 'istio', {'controllerName': 'istio.io/gateway-controller'}, api=GATEWAY_API)
        names = self.random.sample(['catalog', 'cart', 'web', 'api'], self.random.randint(1, 3))
        self.services = [self.service(self.pick('shop', 'shop', 'other'), name) for name in names]
        self.gateways = []
        for i in range(self.count(4, 1)):
            self.add_gateway(i)
        for i in range(self.count(4, 4, 2)):
            self.add_http_route(i)
        self.add_extras()
        return self

    def add_extras(self):
        if self.chance(.35):
            source = {'group': 'gateway.networking.k8s.io'}
            namespace = self.pick('other', 'other', 'shop')
            source['kind'] = self.pick('HTTPRoute', 'HTTPRoute', 'Gateway', 'TLSRoute')
            source['namespace'] = self.pick('shop', 'edge')
            self.add('ReferenceGrant', namespace, 'grant', {'from': [source], 'to': [
                {'group': '', 'kind': self.pick('Service', 'Service', 'Secret')}]}, api='gateway.networking.k8s.io/v1beta1')
        for service in self.services:
            if self.chance(.15):
                self.add('DestinationRule', service['ns'], f'dr-{service["name"]}', {
                    'host': service['host'], 'trafficPolicy': self.pick({'tls': {'mode': 'DISABLE'}}, {'tls': {'mode': 'SIMPLE'}})})
        if self.chance(.12):
            self.add('PeerAuthentication', 'istio-system', 'default', {'mtls': {'mode': 'STRICT'}})
        if self.chance(.12):
            gateway = self.gateways[0]
            self.add('AuthorizationPolicy', gateway['ns'], 'gate', {
                'action': self.pick('ALLOW', 'DENY'),
                'targetRefs': [{'group': 'gateway.networking.k8s.io', 'kind': 'Gateway', 'name': gateway['name']}],
                'rules': [{'to': [{'operation': {'paths': ['/api*']}}]}]})

    def listener(self, index, gateway_index, namespace):
        """One listener of a Gateway; adds the Secret that it names."""
        protocol = self.weighed(HTTP=7, HTTPS=4, TLS=.7)
        plain = self.pick(80, 80, 80, 8080)
        listener = {'name': f'l{index}', 'port': plain if protocol == 'HTTP' else 443, 'protocol': protocol}
        host = self.pick(None, '*.example.com', 'shop.example.com', 'shop.example.com', 'api.example.com')
        if host:
            listener['hostname'] = host
        allowed = self.weighed(none_=4, Same=2, All=4, Selector=1.5)
        if allowed:
            namespaces = {'from': allowed}
            if allowed == 'Selector':
                namespaces['selector'] = {'matchLabels': {'expose': 'yes'}}
            listener['allowedRoutes'] = {'namespaces': namespaces}
        if protocol == 'HTTPS':
            name = f'cert-{gateway_index}{index}'
            where = self.random.choices([namespace, 'other'], [6, 1])[0]
            how = self.weighed(ok=8, missing=1, key=.6)
            if how != 'missing':
                self.docs.append(secret(where, name, [host or '*.example.com'], how))
            reference = {'name': name}
            if where != namespace and self.chance(.8):
                reference['namespace'] = where
            listener['tls'] = {'mode': 'Terminate', 'certificateRefs': [reference]}
        if protocol == 'TLS':
            listener['tls'] = {'mode': 'Passthrough'}
        return listener

    def add_gateway(self, index):
        namespace = self.pick('shop', 'shop', 'edge')
        name = f'front{index}'
        listeners = [self.listener(j, index, namespace) for j in range(self.count(3, 2))]
        gateway_class = 'istio' if self.chance(.96) else 'nginx'
        self.add('Gateway', namespace, name, {'gatewayClassName': gateway_class, 'listeners': listeners}, api=GATEWAY_API)
        self.add_deployed(namespace, name, gateway_class, index, listeners)

    def add_deployed(self, namespace, name, gateway_class, index, listeners):
        """Adds the Service and the pod that istiod's deployment controller would."""
        labels = {'gateway.networking.k8s.io/gateway-name': name}
        ports = [{'name': 'status-port', 'port': 15021, 'targetPort': 15021}]
        for k, listener in enumerate(listeners):
            if listener['port'] not in [p['port'] for p in ports]:
                ports.append({'name': f'{listener["protocol"].lower()}-{k}', 'port': listener['port'], 'targetPort': listener['port']})
        address = f'203.0.113.{20 + index}'
        deployed = f'{name}-{gateway_class}'
        self.add('Service', namespace, deployed,
                 {'type': 'LoadBalancer', 'clusterIP': f'10.96.0.{200 + index}', 'selector': labels, 'ports': ports},
                 labels=labels, status={'loadBalancer': {'ingress': [{'ip': address}]}})
        self.gateway_pod(namespace, deployed, labels, [{'containerPort': 15021}], deployed)
        self.gateways.append({'ns': namespace, 'name': name, 'listeners': listeners, 'address': address})

    def parent(self, gateway, namespace):
        """How a route of this namespace names a Gateway, sometimes wrongly."""
        reference = {'name': gateway['name']}
        if namespace != gateway['ns'] and self.chance(.85):
            reference['namespace'] = gateway['ns']
        if self.chance(.25):
            reference['sectionName'] = self.pick(*[listener['name'] for listener in gateway['listeners']], 'web')
        if self.chance(.1):
            reference['port'] = self.pick(80, 443, 8080)
        return reference

    def add_http_route(self, index):
        gateway = self.pick(*self.gateways)
        namespace = self.pick('shop', 'shop', 'shop', 'edge', gateway['ns'])
        spec = {'parentRefs': [self.parent(gateway, namespace)]}
        hosts = self.pick(None, ['shop.example.com'], ['shop.example.com'], ['api.example.com'], ['*.example.com'],
                          ['shop.example.com', 'www.example.com'], ['shop.example.org'])
        if hosts:
            spec['hostnames'] = hosts
        spec['rules'] = [self.http_rule(namespace) for _ in range(self.count(4, 3, 2))]
        self.add('HTTPRoute', namespace, f'route{index}', spec, api=GATEWAY_API)
        self.hosts += [h.replace('*', 'any') for h in hosts or ['some.example.net']]

    def http_match(self):
        match = {}
        path = self.pick('/api', '/api/v1', '/catalog', '/', '/static')
        kind = self.weighed(prefix=8, exact=4, regex=1, header=2, method=1, query=1)
        if kind in ('prefix', 'header'):
            match['path'] = {'type': 'PathPrefix', 'value': path}
        if kind == 'exact':
            match['path'] = {'type': 'Exact', 'value': path}
        if kind == 'regex':
            match['path'] = {'type': 'RegularExpression', 'value': self.pick('/api/.*', '/v[0-9]+')}
            path = self.pick('/api/x', '/v2')
        if kind == 'header':
            match['headers'] = [{'name': 'x-user', 'value': 'jane'}]
        if kind == 'method':
            match['method'] = self.pick('GET', 'POST')
        if kind == 'query':
            match['queryParams'] = [{'name': 'v', 'value': '2'}]
        self.paths.append(path)
        return match

    def backend(self, namespace):
        """A reference to a Service, sometimes to what is not there."""
        service = self.pick(*self.services)
        reference = {'name': service['name'] if self.chance(.96) else 'nosuch',
                     'port': service['port'] if self.chance(.93) else service['port'] + 1}
        if service['ns'] != namespace and self.chance(.85):
            reference['namespace'] = service['ns']
        return reference

    def http_rule(self, namespace):
        rule = {}
        if self.chance(.8):
            rule['matches'] = [self.http_match() for _ in range(self.count(4, 1))]
        kind = self.weighed(backend=12, weighted=2, redirect=1.5, none=.4)
        if kind == 'backend':
            rule['backendRefs'] = [self.backend(namespace)]
        if kind == 'weighted':
            rule['backendRefs'] = [{**self.backend(namespace), 'weight': weight} for weight in (1, 0)]
        if kind == 'redirect':
            redirect = self.pick({'scheme': 'https', 'statusCode': 301}, {'hostname': 'www.example.com'},
                                 {'path': {'type': 'ReplaceFullPath', 'replaceFullPath': '/login'}, 'statusCode': 302})
            rule['filters'] = [{'type': 'RequestRedirect', 'requestRedirect': redirect}]
        elif self.chance(.12):
            set_header = {'type': 'RequestHeaderModifier', 'requestHeaderModifier': {'set': [{'name': 'x-a', 'value': 'b'}]}}
            rewrite = {'type': 'URLRewrite', 'urlRewrite': {'path': {'type': 'ReplacePrefixMatch', 'replacePrefixMatch': '/'}}}
            matches = rule.get('matches', [])
            by_prefix = matches and all(m.get('path', {}).get('type') == 'PathPrefix' for m in matches)
            rule['filters'] = [self.pick(rewrite if by_prefix else set_header, set_header)]
        return rule

    def requests(self):
        named = [listener['hostname'].replace('*', 'any') for g in self.gateways for listener in g['listeners'] if listener.get('hostname')]
        hosts = list(dict.fromkeys(self.hosts + named))[:5]
        paths = list(dict.fromkeys(self.paths))
        tries = [(g, listener, host, path) for g in self.gateways for listener in g['listeners'] for host in hosts for path in paths[:4]]
        self.random.shuffle(tries)
        out = []
        for gateway, listener, host, path in tries[:9]:
            if self.random.random() < .4:
                path = path.rstrip('/') + self.pick('/1', '', '?v=2', 'x')
            scheme = 'http' if listener['protocol'] == 'HTTP' else 'https'
            request = {'url': url(scheme, host, listener['port'], path if path.startswith('/') else '/' + path),
                       'address': f'{gateway["address"]}:{listener["port"]}'}
            if self.chance(.2):
                request['headers'] = {'x-user': self.pick('jane', 'bob')}
            if self.chance(.1):
                request['method'] = 'POST'
            if request not in out:
                out.append(request)
        return out

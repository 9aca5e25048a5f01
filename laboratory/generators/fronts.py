"""Requests from outside as large installations let them in: several gateways, hosts that overlap, certificates of several kinds, canaries,
mirrors, retries, delegates, databases, what is exported to whom."""
from certificates import authority_secret, secret
from mesh import Mesh, url

ADDRESSES = {'public': '203.0.113.10', 'partner': '203.0.113.11'}
PORTS = [('http2', 80, 8080), ('https', 443, 8443), ('http-alt', 8000, 8000), ('mongo', 27017, 27017), ('tcp', 31400, 31400), ('tls', 15443, 15443)]
HOSTS = ['shop.example.com', 'api.shop.example.com', 'www.example.com', 'pay.example.org', '*.example.com', '*.shop.example.com', '*.example.org', '*']


class Fronts(Mesh):
    OFFSET = 1300000

    def build(self):
        self.add('Namespace', None, 'istio-system')
        for namespace in ('shop', 'team', 'edge'):
            self.add('Namespace', None, namespace, labels={'istio-injection': 'enabled', 'kubernetes.io/metadata.name': namespace})
        self.node()
        self.services = [self.workload('shop', 'catalog', [('http', 80, 8080)]), self.workload('team', 'cart', [('http', 80, 8080), ('grpc', 9000, 9000)]),
                         self.workload('shop', 'db', [('mongo', 27017, 27017), ('redis', 6379, 6379)]), self.workload('team', 'vault', [('https', 443, 8443)])]
        self.web, self.db, self.vault = self.services[:2], self.services[2], self.services[3]
        for name, namespace in (('public', 'istio-system'), ('partner', 'edge'))[:self.count(1, 1)]:
            self.add_front(name, namespace)
        self.gateways = []
        for i in range(self.count(3, 4, 3)):
            self.add_gateway(i)
        for i in range(self.count(2, 4, 3)):
            self.add_virtual_service(i)
        self.add_rules()
        return self

    def workload(self, namespace, name, ports):
        """Adds a Service with pods of two versions."""
        self.add('Service', namespace, name, {'selector': {'app': name}, 'clusterIP': f'10.96.1.{self.last_address}', 'ports': [
            {'name': n, 'port': p, 'targetPort': t} for n, p, t in ports]})
        for version in ('v1', 'v2'):
            self.pod(namespace, name, version, [{'name': n, 'containerPort': t} for n, _, t in ports], self.chance(.85), self.chance(.95))
        return {'ns': namespace, 'name': name, 'host': f'{name}.{namespace}.svc.cluster.local', 'ports': [p for _, p, _ in ports]}

    def add_front(self, name, namespace):
        labels = {'app': name, 'istio': name}
        ports = [{'name': n, 'port': p, 'targetPort': t} for n, p, t in PORTS]
        self.add('Service', namespace, name, {'type': 'LoadBalancer', 'clusterIP': f'10.96.2.{self.last_address}', 'selector': labels, 'ports': ports},
                 status={'loadBalancer': {'ingress': [{'ip': ADDRESSES[name]}]}})
        for _ in range(self.count(4, 1)):
            self.gateway_pod(namespace, name, labels, [{'containerPort': t} for _, _, t in PORTS], name)
        self.fronts = getattr(self, 'fronts', []) + [(name, namespace)]

    def add_gateway(self, index):
        namespace = self.pick('istio-system', 'shop', 'team', 'edge')
        front, home = self.pick(*self.fronts)
        selector = self.weighed(own=12, app=2, both=1, none_=.7)
        labels = {'own': {'istio': front}, 'app': {'app': front}, 'both': {'app': front, 'istio': front}}.get(selector, {})
        servers = [self.server(index, i, home) for i in range(self.count(3, 4, 2))]
        spec = {'servers': servers, **({'selector': labels} if labels else {})}
        self.add('Gateway', namespace, f'gw{index}', spec)
        self.gateways.append({'ns': namespace, 'name': f'gw{index}', 'servers': servers, 'front': front})

    def server(self, gateway, index, home):
        kind = self.weighed(http=8, https=7, redirect=2, optional=1, mutual=.7, many=1.5, istio=.7, pass_=2, mongo=1.5, tcp=1, tlstcp=1, auto=.4)
        number = {'http': self.pick(80, 80, 8000), 'redirect': 80, 'mongo': 27017, 'tcp': 31400, 'auto': 15443, 'istio': self.pick(443, 15443)}.get(kind, 443)
        protocol = {'http': self.pick('HTTP', 'HTTP2', 'GRPC', 'GRPC-Web'), 'redirect': 'HTTP', 'pass_': 'TLS', 'mongo': self.pick('MONGO', 'TCP'), 'tcp': 'TCP',
                    'tlstcp': 'TLS', 'auto': 'TLS'}.get(kind, 'HTTPS')
        hosts = self.random.sample(HOSTS, self.count(5, 2))
        if self.chance(.15):
            hosts = [self.pick('./', '*/', 'shop/', 'team/') + h for h in hosts]
        server = {'port': {'number': number, 'name': f'{kind}-{index}'.replace('_', ''), 'protocol': protocol}, 'hosts': hosts}
        if self.chance(.08):
            server['name'] = 'named'
        names = [h.split('/')[-1] for h in hosts]
        credential = f'cert-{gateway}-{index}'
        tls = {'redirect': {'httpsRedirect': True}, 'pass_': {'mode': 'PASSTHROUGH'}, 'auto': {'mode': 'AUTO_PASSTHROUGH'}, 'istio': {'mode': 'ISTIO_MUTUAL'},
               'https': {'mode': 'SIMPLE', 'credentialName': credential}, 'tlstcp': {'mode': 'SIMPLE', 'credentialName': credential},
               'mutual': {'mode': 'MUTUAL', 'credentialName': credential}, 'optional': {'mode': 'OPTIONAL_MUTUAL', 'credentialName': credential},
               'many': {'mode': 'SIMPLE', 'credentialNames': [credential, credential + '-b']}}.get(kind)
        if tls:
            server['tls'] = tls
        if 'credential' in str(tls):
            self.docs.append(secret(home, credential, [n if n != '*' else '*.example.com' for n in names], self.weighed(none_=12, key=.4, nokey=.4)))
            if kind == 'many' and self.chance(.8):
                self.docs.append(secret(home, credential + '-b', ['pay.example.org']))
            if kind in ('mutual', 'optional') and self.chance(.8):
                self.docs.append(authority_secret(home, credential + '-cacert'))
            if self.chance(.2):
                server['tls']['minProtocolVersion'] = self.pick('TLSV1_2', 'TLSV1_3')
        return server

    def destination(self, service=None, subset=.25):
        service = service or self.pick(*self.web)
        destination = {'host': service['host'], 'port': {'number': service['ports'][0]}}
        if self.chance(subset):
            destination['subset'] = self.pick('v1', 'v2', 'v2', 'v9')
        return destination

    def match(self):
        path = self.pick('/api', '/cart', '/', '/static/a.css')
        self.paths.append(path)
        uri = {'uri': {'prefix': path}}
        return self.pick(uri, uri, {'uri': {'exact': path}}, {'uri': {'regex': '/(api|cart)(/.*)?'}}, {**uri, 'headers': {'x-user': {'exact': 'jane'}}},
                         {**uri, 'headers': {'user-agent': {'regex': '.*Lab.*'}}}, {**uri, 'headers': {'cookie': {'regex': '^(.*?;)?(user=jane)(;.*)?$'}}},
                         {**uri, 'method': {'regex': 'GET|HEAD'}}, {**uri, 'queryParams': {'v': {'regex': '[0-9]+'}}}, {**uri, 'withoutHeaders': {'x-user': {'exact': 'bob'}}},
                         {**uri, 'authority': {'regex': '.*\\.example\\.com(:[0-9]+)?'}}, {**uri, 'headers': {':method': {'exact': 'POST'}}},
                         {**uri, 'port': self.pick(80, 443, 8000)}, {'uri': {'prefix': '/API'}, 'ignoreUriCase': True})

    def rule(self, last):
        rule = {} if last and self.chance(.8) else {'match': [self.match() for _ in range(self.count(4, 1))]}
        kind = self.weighed(route=6, canary=4, mirror=2, redirect=1.5, direct=.6, headers=2, authority=1)
        if kind == 'redirect':
            return {**rule, 'redirect': self.pick({'uri': '/moved', 'authority': 'www.example.com'}, {'port': 8443, 'scheme': 'https'}, {'derivePort': 'FROM_REQUEST_PORT', 'scheme': 'https'},
                                                  {'derivePort': 'FROM_PROTOCOL_DEFAULT', 'authority': 'pay.example.org'}, {'uri': '/v2', 'redirectCode': 303}, {'redirectCode': 308, 'uri': '/p'})}
        if kind == 'direct':
            return {**rule, 'directResponse': {'status': self.pick(200, 204, 410, 503)}}
        rule['route'] = [{'destination': self.destination()}]
        if kind == 'canary':
            service = self.pick(*self.web)
            first = self.pick(0, 20, 50, 90, 100)
            rule['route'] = [{'destination': {'host': service['host'], 'subset': v}, 'weight': w} for v, w in (('v1', first), ('v2', 100 - first))]
        if kind == 'mirror':
            rule.update(self.pick({'mirror': {'host': 'gone.shop.svc.cluster.local'}}, {'mirror': self.destination(), 'mirrorPercentage': {'value': 10}},
                                  {'mirrors': [{'destination': self.destination()}, {'destination': self.destination(), 'percentage': {'value': 5}}]}))
        if kind == 'headers':
            rule['headers'] = self.pick({'request': {'set': {'x-a': 'b'}, 'remove': ['x-c']}}, {'request': {'set': {'host': 'inner.example'}}}, {'response': {'add': {'x-r': '1'}}})
        if kind == 'authority':
            rule['rewrite'] = self.pick({'authority': 'inner.example', 'uri': '/in'}, {'uri': '/in/'}, {'uriRegexRewrite': {'match': '^/(api|cart)', 'rewrite': '/x/\\1'}})
        if self.chance(.3):
            rule.update(self.pick({'retries': {'attempts': 2, 'retryOn': '5xx,connect-failure'}}, {'timeout': '3s'}, {'retries': {'attempts': 0}},
                                  {'corsPolicy': {'allowOrigins': [{'exact': 'https://a.example'}], 'allowMethods': ['GET']}},
                                  {'fault': {'abort': {'httpStatus': 503, 'percentage': {'value': 100}}}}, {'fault': {'delay': {'fixedDelay': '0.1s', 'percentage': {'value': 100}}}}))
        return rule

    def add_virtual_service(self, index):
        namespace = self.pick('shop', 'team', 'edge', 'istio-system')
        hosts = self.pick(*[[h] for h in HOSTS], ['shop.example.com', 'pay.example.org'], ['*.example.org', '*.shop.example.com'])
        some = self.random.sample(self.gateways, self.random.randint(1, len(self.gateways)))
        spec = {'hosts': hosts, 'gateways': [f'{g["ns"]}/{g["name"]}' for g in some] + (['mesh'] if self.chance(.1) and '*' not in hosts else [])}
        if self.chance(.15):
            spec['exportTo'] = self.pick(['.'], ['istio-system'], ['edge'], ['.', 'istio-system'])
        kinds = {s['port']['name'].split('-')[0] for g in some for s in g['servers']}
        if kinds & {'pass', 'tlstcp'} and self.chance(.6):
            names = [h for h in hosts if h != '*'] or ['shop.example.com']
            spec['tls'] = [{'match': [{'port': 443, 'sniHosts': names}], 'route': [{'destination': self.destination(self.vault, 0)}]}]
        if kinds & {'mongo', 'tcp', 'tlstcp'} and self.chance(.7):
            spec['tcp'] = [{'match': [{'port': self.pick(27017, 31400, 443)}], 'route': [{'destination': self.destination(self.db, .1)}]}]
            if self.chance(.3):
                spec['tcp'].append({'route': [{'destination': self.destination(self.db, 0), 'weight': w} for w in (100, 0)]})
        if not spec.keys() & {'tls', 'tcp'} or self.chance(.6):
            n = self.count(3, 3, 2)
            spec['http'] = [self.rule(i == n - 1) for i in range(n)]
            if self.chance(.2):
                self.add_delegate(spec, index)
        self.add('VirtualService', namespace, f'vs{index}', spec)
        self.hosts += hosts

    def add_delegate(self, spec, index):
        """Hands the first rule over to a VirtualService of its own, mostly one that is there."""
        namespace = self.pick('shop', 'team')
        prefix = self.pick('/api', '/cart', '/')
        inner = [{'match': [{'uri': {'prefix': prefix.rstrip('/') + self.pick('/v1', '/')}}], 'route': [{'destination': self.destination()}]}]
        if self.chance(.6):
            inner.append({'route': [{'destination': self.destination()}]})
        self.paths += [prefix, prefix.rstrip('/') + '/v1/x']
        if self.chance(.9):
            self.add('VirtualService', namespace, f'delegate{index}', {'http': inner, **({'exportTo': ['.']} if self.chance(.15) else {})})
        spec['http'].insert(0, {'match': [{'uri': {'prefix': prefix}}], 'delegate': {'name': f'delegate{index}', 'namespace': namespace}})

    def add_rules(self):
        for service in self.services:
            if self.chance(.7):
                subsets = [{'name': v, 'labels': {'version': v}} for v in self.pick(('v1', 'v2'), ('v1', 'v2'), ('v1',))]
                spec = {'host': service['host'], 'subsets': subsets}
                if self.chance(.3):
                    spec['trafficPolicy'] = self.pick({'tls': {'mode': 'ISTIO_MUTUAL'}}, {'tls': {'mode': 'DISABLE'}}, {'loadBalancer': {'consistentHash': {'httpHeaderName': 'x-user'}}},
                                                      {'portLevelSettings': [{'port': {'number': 80}, 'tls': {'mode': 'DISABLE'}}]}, {'loadBalancer': {'simple': 'PASSTHROUGH'}})
                if self.chance(.15):
                    spec['exportTo'] = self.pick(['.'], ['istio-system'])
                self.add('DestinationRule', self.pick(service['ns'], service['ns'], 'istio-system'), service['name'], spec)
        if self.chance(.25):
            self.add('PeerAuthentication', self.pick('istio-system', 'shop', 'team'), 'default', {'mtls': {'mode': 'STRICT'}})

    def requests(self):
        out = []
        known = {'http': 'http', 'redirect': 'http', 'mongo': 'tcp', 'tcp': 'tcp'}
        for _ in range(30):
            gateway = self.pick(*self.gateways)
            server = self.pick(*gateway['servers'])
            scheme, number = known.get(server['port']['name'].split('-')[0], 'https'), server['port']['number']
            host = self.pick(*[h.split('/')[-1] for h in server['hosts']], *self.hosts, self.pick(*self.hosts))
            host = self.pick('other.example.net', 'deep.api.example.com') if host == '*' else host.replace('*', self.pick('any', 'api'))
            address = f'{ADDRESSES[gateway["front"]]}:{number}'
            path = self.pick(*self.paths) + self.pick('', '', '/1', '?v=2')
            request = {'url': f'tcp://{address}' if scheme == 'tcp' else url(scheme, host, number, path.replace('//', '/')), 'address': address}
            if scheme != 'tcp' and self.chance(.25):
                request['headers'] = self.pick({'x-user': 'jane'}, {'x-user': 'bob'}, {'cookie': 'a=b; user=jane'}, {'user-agent': 'MyLab'})
            if scheme != 'tcp' and self.chance(.12):
                request['method'] = self.pick('POST', 'HEAD', 'OPTIONS')
            if request not in out and len(out) < 14:
                out.append(request)
        return out

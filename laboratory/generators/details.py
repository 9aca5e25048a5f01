"""Istio's own APIs in the fields that other families leave alone: matches of several conditions, rewrites and redirects in every form, delegates with
matches of their own, servers of every TLS mode for names that overlap, policies by every key, addresses behind trusted proxies, paths as clients may
write them, and from within Sidecars' listeners that lead elsewhere, mutual TLS by port, connections by subnet and label, hosts made of workloads."""
import yaml

from certificates import authority_secret, secret
from mesh import Mesh, url
from tokens import keys, token

ADDRESS = '203.0.113.10'
PORTS = [('http2', 80, 8080), ('https', 443, 8443), ('http-alt', 8000, 8000), ('tcp', 31400, 31400), ('tls', 15443, 15443)]
PATHS = ['/api', '/api/', '/api/v1', '/API/v1', '/apis', '/', '//api//v1', '/api/../cart', '/api/%76%31', '/a%2Fb', '/cart/1', '/cart/1/items', '/cart;v=1', '/x.css',
         '/api?v=2', '/cart?v=2&w', '/cart?w=', '/api?V=2', '/api/v1/', '/api%2Fv1', '/./cart', '/cart/%2e%2e/api']
ISSUER = 'issuer.example'
#: where requests from outside come from (recorder/world)
CLIENT = '198.51.100.7'


class Details(Mesh):
    OFFSET = 1900000

    def build(self):
        self.add('Namespace', None, 'istio-system')
        self.configure()
        for namespace in ('shop', 'team'):
            self.add('Namespace', None, namespace, labels={'istio-injection': 'enabled', 'kubernetes.io/metadata.name': namespace})
        self.node()
        self.services = [self.workload('shop', 'catalog', [('http', 80, 8080), ('http-admin', 9090, 9090)]),
                         self.workload('team', 'cart', [('http', 80, 8080), ('grpc', 9000, 9000), ('tcp', 7000, 7000)]),
                         self.workload('shop', 'db', [('tcp', 5432, 5432), ('mongo', 27017, 27017), ('https', 443, 8443)])]
        self.web, self.db = self.services[:2], self.services[2]
        self.add_front()
        self.add_gateways()
        for i in range(self.count(2, 4, 3)):
            self.add_virtual_service(i)
        self.add_inner_routes()
        self.add_rules()
        self.add_policies()
        self.add_sidecars()
        self.add_entry()
        return self

    def configure(self):
        mesh = {}
        if self.chance(.35):
            mesh['defaultConfig'] = {'gatewayTopology': {'numTrustedProxies': self.pick(1, 1, 2)}}
        if self.chance(.4):
            mesh['pathNormalization'] = {'normalization': self.pick('NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES')}
        if self.chance(.2):
            mesh['outboundTrafficPolicy'] = {'mode': 'REGISTRY_ONLY'}
        if mesh:
            self.add('ConfigMap', 'istio-system', 'istio', data={'mesh': yaml.safe_dump(mesh)})

    def workload(self, namespace, name, ports):
        """Adds a Service with pods of two versions."""
        self.add('Service', namespace, name, {'selector': {'app': name}, 'clusterIP': f'10.96.1.{self.last_address}', 'ports': [
            {'name': n, 'port': p, 'targetPort': t} for n, p, t in ports]})
        address = f'10.96.1.{self.last_address}'
        pods = [self.pod(namespace, name, version, [{'name': n, 'containerPort': t} for n, _, t in ports]) for version in ('v1', 'v2')]
        return {'ns': namespace, 'name': name, 'host': f'{name}.{namespace}.svc.cluster.local', 'ports': ports, 'ip': address,
                'pods': [(f'{namespace}/{p["metadata"]["name"]}', p['status']['podIP']) for p in pods]}

    def add_front(self):
        ports = [{'name': n, 'port': p, 'targetPort': t} for n, p, t in PORTS]
        self.add('Service', 'istio-system', 'istio-ingressgateway', {'type': 'LoadBalancer', 'externalTrafficPolicy': 'Local', 'clusterIP': '10.96.0.10', 'selector': {'istio': 'ingressgateway'}, 'ports': ports},
                 status={'loadBalancer': {'ingress': [{'ip': ADDRESS}]}})
        self.gateway_pod('istio-system', 'istio-ingressgateway', {'app': 'istio-ingressgateway', 'istio': 'ingressgateway'},
                         [{'containerPort': t} for _, _, t in PORTS], 'istio-ingressgateway')

    # Gateways

    def add_gateways(self):
        self.gateways, self.names = [], []
        plain = {'port': {'number': 80, 'name': 'http', 'protocol': self.pick('HTTP', 'HTTP', 'HTTP2')},
                 'hosts': self.pick(['*'], ['shop/*.example.com', 'team/api.example.com'], ['./www.example.com', '*/*.example.org'], ['*.example.com', '*/pay.example.org'],
                                    ['shop/*', './api.example.com'])}
        servers = [plain] + [self.server(i) for i in range(self.count(3, 3, 2))]
        self.add('Gateway', 'shop', 'web', {'selector': {'istio': 'ingressgateway'}, 'servers': servers})
        self.gateways.append({'ns': 'shop', 'name': 'web', 'servers': servers})
        if self.chance(.4):
            more = [self.server(9)] + ([{**plain, 'port': {**plain['port'], 'number': 8000}}] if self.chance(.5) else [])
            self.add('Gateway', 'team', 'more', {'selector': {'istio': 'ingressgateway'}, 'servers': more})
            self.gateways.append({'ns': 'team', 'name': 'more', 'servers': more})
        for gateway in self.gateways:
            for server in gateway['servers']:
                self.names += [h.split('/')[-1].replace('*', 'any') if h != '*' else 'www.example.com' for h in server['hosts']]

    def server(self, index):
        kind = self.weighed(simple=5, mutual=1, optional=1, istio=.5, pass_=3, tlstcp=2, tcp=1.5)
        hosts = self.random.sample(['api.example.com', '*.example.com', 'pay.example.org', '*.example.org', 'deep.api.example.com', '*.api.example.com'], self.count(4, 3))
        credential = f'cert-{index}'
        tls = {'simple': {'mode': 'SIMPLE', 'credentialName': credential}, 'mutual': {'mode': 'MUTUAL', 'credentialName': credential},
               'optional': {'mode': 'OPTIONAL_MUTUAL', 'credentialName': credential}, 'istio': {'mode': 'ISTIO_MUTUAL'}, 'pass_': {'mode': 'PASSTHROUGH'},
               'tlstcp': {'mode': 'SIMPLE', 'credentialName': credential}}.get(kind)
        protocol = {'pass_': self.pick('TLS', 'HTTPS'), 'tlstcp': 'TLS', 'tcp': 'TCP'}.get(kind, 'HTTPS')
        server = {'port': {'number': 31400 if kind == 'tcp' else self.pick(443, 443, 15443), 'name': f'{kind}-{index}'.replace('_', ''), 'protocol': protocol},
                  'hosts': ['*'] if kind == 'tcp' else hosts}
        if tls:
            server['tls'] = tls
            if 'credentialName' in tls:
                self.docs.append(secret('istio-system', credential, hosts))
                if kind in ('mutual', 'optional'):
                    self.docs.append(authority_secret('istio-system', credential + '-cacert'))
                if self.chance(.3):
                    tls.update(self.pick({'minProtocolVersion': 'TLSV1_2'}, {'maxProtocolVersion': 'TLSV1_2'}, {'minProtocolVersion': 'TLSV1_3', 'maxProtocolVersion': 'TLSV1_3'}))
        return server

    # Routes

    def text(self, exact, *others):
        """A match of a text: the whole of it, or in another way."""
        return self.pick({'exact': exact}, {'prefix': exact[:3]}, {'regex': exact[:2] + '.*'}, *others)

    def match(self):
        conditions = self.random.sample(['uri', 'uri', 'uri', 'method', 'headers', 'without', 'query', 'authority', 'scheme', 'port', 'icase'], self.count(4, 4, 2))
        match = {}
        for condition in conditions:
            if condition in ('uri', 'icase'):
                match['uri'] = self.pick({'prefix': '/api'}, {'prefix': '/cart/'}, {'exact': '/api'}, {'exact': '/api/v1'}, {'regex': '/api(/.*)?'}, {'regex': '/cart/[^/]+'},
                                         {'regex': '/(?i)api.*'}, {'prefix': '/'}, {'prefix': '/cart'}, {'exact': '/'}, {'exact': '/API/v1'})
                if condition == 'icase' or self.chance(.15):
                    match['ignoreUriCase'] = True
            if condition == 'method':
                match['method'] = self.pick({'exact': 'GET'}, {'exact': 'POST'}, {'prefix': 'P'}, {'regex': 'GET|PUT'})
            if condition == 'headers':
                match['headers'] = {self.pick('x-user', 'x-user', 'X-User', 'x-none'): self.text('jane', {}, {'regex': '^j'})}
                if self.chance(.3):
                    match['headers']['x-more'] = self.text('1')
            if condition == 'without':
                match['withoutHeaders'] = {self.pick('x-user', 'x-none'): self.text('jane', {})}
            if condition == 'query':
                match['queryParams'] = {self.pick('v', 'v', 'w'): self.pick({'exact': '2'}, {'regex': '[0-9]+'}, {'exact': ''}, {'prefix': '2'}, {'regex': '.*'})}
            if condition == 'authority':
                match['authority'] = self.pick({'exact': 'www.example.com'}, {'prefix': 'api'}, {'regex': '.*\\.example\\.(com|org)'}, {'regex': '(www|any)\\.example\\.com(:[0-9]+)?'})
            if condition == 'scheme':
                match['scheme'] = self.pick({'exact': 'http'}, {'exact': 'https'}, {'prefix': 'http'}, {'regex': 'https?'})
            if condition == 'port':
                match['port'] = self.pick(80, 443, 8000, 9090)
        if self.chance(.1):
            match['name'] = 'named'
        return match

    def destination(self, subset=.3):
        service = self.pick(*self.web)
        destination = {'host': service['host'], 'port': {'number': self.pick(*[p for n, p, _ in service['ports'] if n != 'tcp'])}}
        if self.chance(subset):
            destination['subset'] = self.pick('v1', 'v2')
        return destination

    def action(self):
        kind = self.weighed(route=6, weighted=3, redirect=4, direct=1, rewrite=4, fault=2, cors=1.5)
        if kind == 'redirect':
            redirect = {}
            for field in self.random.sample(['uri', 'authority', 'scheme', 'port', 'code'], self.count(3, 4, 2)):
                redirect.update({'uri': {'uri': self.pick('/new', '/new/', '/', '%PREFIX()%/x')}, 'authority': {'authority': self.pick('new.example.com', 'new.example.com:8443')},
                                 'scheme': {'scheme': self.pick('http', 'https')}, 'port': self.pick({'port': 8443}, {'port': 443}, {'port': 80}, {'derivePort': 'FROM_REQUEST_PORT'},
                                                                                                    {'derivePort': 'FROM_PROTOCOL_DEFAULT'}),
                                 'code': {'redirectCode': self.pick(301, 302, 303, 307, 308)}}[field])
            return {'redirect': redirect if redirect.keys() - {'redirectCode', 'derivePort'} else {**redirect, 'scheme': 'https'}}
        if kind == 'direct':
            return {'directResponse': self.pick({'status': 200, 'body': {'string': 'x'}}, {'status': 418}, {'status': 503, 'body': {'bytes': 'eA=='}})}
        action = {'route': [{'destination': self.destination()}]}
        if kind == 'weighted':
            action['route'] = [{'destination': self.destination(), 'weight': w} for w in self.pick((0, 100), (100, 0), (0, 100), (0, 1, 0), (1, 0))]
            if self.chance(.4):
                action['route'][0]['headers'] = {'request': {'set': {'host': 'set.example'}}}
        if kind == 'rewrite':
            action['rewrite'] = self.pick({'uri': '/new'}, {'uri': '/new/'}, {'uri': '/'}, {'uriRegexRewrite': {'match': '/(api|cart)/?(.*)', 'rewrite': '/\\2/\\1'}},
                                          {'uriRegexRewrite': {'match': '^/api', 'rewrite': '/'}}, {'authority': 'inner.example'}, {'authority': 'inner.example', 'uri': '/in'})
        if kind == 'fault':
            action['fault'] = self.pick({'abort': {'httpStatus': 418, 'percentage': {'value': 100}}}, {'abort': {'httpStatus': 418, 'percentage': {'value': 0}}},
                                        {'abort': {'grpcStatus': 'UNAVAILABLE', 'percentage': {'value': 100}}}, {'abort': {'httpStatus': 503}},
                                        {'delay': {'fixedDelay': '0.1s', 'percentage': {'value': 100}}, 'abort': {'httpStatus': 409, 'percentage': {'value': 100}}})
            if self.chance(.5):
                action['retries'] = {'attempts': 2, 'retryOn': '5xx,retriable-4xx'}
        if kind == 'cors':
            action['corsPolicy'] = self.pick({'allowOrigins': [{'exact': 'https://a.example'}], 'allowMethods': ['GET']}, {'allowOrigins': [{'regex': 'https://.*\\.example'}]},
                                             {'allowOrigins': [{'prefix': 'https://a'}], 'unmatchedPreflights': 'IGNORE'}, {'allowOrigins': [{'exact': '*'}]})
        return action

    def rule(self, last):
        return {**({} if last and self.chance(.6) else {'match': [self.match() for _ in range(self.count(4, 3, 1))]}), **self.action()}

    def add_virtual_service(self, index):
        namespace = self.pick('shop', 'shop', 'team')
        hosts = self.pick(['*'], ['www.example.com'], ['api.example.com'], ['*.example.com'], ['pay.example.org', 'www.example.com'], ['*.example.org'], ['*.com'])
        some = self.random.sample(self.gateways, self.random.randint(1, len(self.gateways)))
        spec = {'hosts': hosts, 'gateways': [f'{g["ns"]}/{g["name"]}' for g in some]}
        kinds = {s['port']['name'].split('-')[0] for g in some for s in g['servers']}
        if 'pass' in kinds and self.chance(.7):
            names = self.pick([h for h in hosts if h != '*'] or ['api.example.com'], [h.replace('*.example', 'api.example') for h in hosts if h not in ('*', '*.com')] or ['*.example.com'])
            spec['tls'] = [{'match': [{'sniHosts': names, **self.pick({}, {'port': 443}, {'port': 15443})}],
                            'route': [{'destination': {'host': self.db['host'], 'port': {'number': self.pick(443, 443, 5432)}}}]}]
            if self.chance(.3):
                spec['tls'].append({'match': [{'sniHosts': [hosts[0] if hosts != ['*'] else '*.example.org'], 'port': 443}],
                                    'route': [{'destination': {'host': self.db['host'], 'port': {'number': 443}}, 'weight': w} for w in (100, 0)]})
        if kinds & {'tcp', 'tlstcp'} and self.chance(.7):
            spec['tcp'] = [{'match': [self.pick({'port': 31400}, {'port': 443}, {'destinationSubnets': ['203.0.113.0/24']}, {'sourceLabels': {'app': 'web'}})],
                            'route': [{'destination': {'host': self.db['host'], 'port': {'number': 5432}}}]}]
            if self.chance(.4):
                spec['tcp'].append({'route': [{'destination': {'host': self.db['host'], 'port': {'number': 27017}}}]})
        if not spec.keys() & {'tls', 'tcp'} or self.chance(.7):
            n = self.count(2, 4, 3)
            spec['http'] = [self.rule(i == n - 1) for i in range(n)]
            if self.chance(.3):
                self.add_delegate(spec, index)
        self.add('VirtualService', namespace, f'vs{index}', spec)
        self.names += [h.replace('*', 'any') if h != '*' else 'other.example.net' for h in hosts]

    def add_delegate(self, spec, index):
        """Hands a rule over to a VirtualService whose matches are narrowed by those of the rule, or contradict them."""
        inner = [{'match': [self.match()], **self.action()} for _ in range(self.count(3, 2))] + ([self.action()] if self.chance(.5) else [])
        self.add('VirtualService', 'team', f'inner{index}', {'http': inner})
        root = self.pick({'uri': {'prefix': '/api'}}, {'headers': {'x-user': {'exact': 'jane'}}}, {'uri': {'prefix': '/'}, 'method': {'exact': 'GET'}}, {'queryParams': {'v': {'exact': '2'}}},
                         {'port': 80}, {'uri': {'exact': '/api/v1'}}, {'uri': {'regex': '/api.*'}})
        matches = [root] + ([{'uri': {'prefix': '/cart'}}] if self.chance(.3) else [])
        spec['http'].insert(0, {'match': matches, 'delegate': {'name': f'inner{index}', 'namespace': 'team'}})

    def add_inner_routes(self):
        """Routes for requests of the mesh."""
        if self.chance(.5):
            service = self.pick(*self.web)
            rules = [self.rule(i == 1) for i in range(2)]
            for rule in rules:
                for match in rule.get('match', []):
                    match.pop('port', None) if self.chance(.5) else None
                    match.update(self.pick({}, {}, {'sourceLabels': {'app': 'cart'}}, {'sourceNamespace': 'shop'}, {'sourceLabels': {'version': 'v2'}}, {'gateways': ['mesh']}))
            self.add('VirtualService', service['ns'], 'inside', {'hosts': [service['host']], 'http': rules})
        if self.chance(.5):
            there = {'destination': {'host': self.pick(self.db['host'], self.services[1]['host']), 'port': {'number': self.pick(5432, 7000)}}}
            match = self.pick({'port': 5432}, {'sourceLabels': {'app': 'cart'}}, {'destinationSubnets': ['10.96.1.0/24']}, {'destinationSubnets': ['10.97.0.0/16']}, {'sourceNamespace': 'shop'},
                              {'port': 5432, 'sourceLabels': {'version': 'v1'}})
            rules = [{'match': [match], 'route': [there]}]
            if self.chance(.4):
                rules.append({'route': [{'destination': {'host': self.db['host'], 'port': {'number': 27017}}}]})
            self.add('VirtualService', 'shop', 'inside-tcp', {'hosts': [self.db['host']], 'tcp': rules})

    def add_rules(self):
        for service in self.services:
            if self.chance(.8):
                subsets = [{'name': v, 'labels': {'version': v}, **self.pick({}, {}, {'trafficPolicy': {'tls': {'mode': self.pick('DISABLE', 'ISTIO_MUTUAL')}}}, {
                    'trafficPolicy': {'portLevelSettings': [{'port': {'number': self.pick(*service['ports'])[1]}, 'tls': {'mode': 'DISABLE'}}]}})} for v in ('v1', 'v2')]
                spec = {'host': service['host'], 'subsets': subsets}
                if self.chance(.4):
                    settings = [{'port': {'number': p}, **self.pick({'tls': {'mode': 'DISABLE'}}, {'tls': {'mode': 'ISTIO_MUTUAL'}}, {'loadBalancer': {'simple': 'RANDOM'}},
                                                                    {'tls': {'mode': 'SIMPLE', 'insecureSkipVerify': True}} if n in ('http', 'http-admin', 'https') else {'loadBalancer': {'simple': 'ROUND_ROBIN'}})} for n, p, _ in service['ports'][:self.count(1, 1)]]
                    spec['trafficPolicy'] = {'portLevelSettings': settings, **self.pick({}, {'tls': {'mode': 'ISTIO_MUTUAL'}}, {'tls': {'mode': 'DISABLE'}})}
                self.add('DestinationRule', self.pick(service['ns'], service['ns'], 'istio-system'), service['name'], spec)
        if self.chance(.4):
            service = self.pick(*self.services)
            ports = {t: {'mode': self.pick('STRICT', 'DISABLE', 'PERMISSIVE', 'UNSET')} for _, _, t in service['ports'][:2]}
            self.add('PeerAuthentication', service['ns'], 'ports', {'selector': {'matchLabels': {'app': service['name']}},
                                                                   **self.pick({}, {'mtls': {'mode': self.pick('STRICT', 'UNSET', 'DISABLE')}}), 'portLevelMtls': ports})
        if self.chance(.3):
            self.add('PeerAuthentication', self.pick('istio-system', 'shop', 'team'), 'default', {'mtls': {'mode': self.pick('STRICT', 'STRICT', 'DISABLE')}})

    # Policies

    def condition(self):
        return self.pick(
            {'key': 'request.headers[x-user]', 'values': ['jane']}, {'key': 'request.headers[X-User]', 'notValues': ['j*']}, {'key': 'source.ip', 'values': ['10.244.0.0/16']},
            {'key': 'remote.ip', 'values': ['198.51.100.0/24']}, {'key': 'remote.ip', 'notValues': ['192.0.2.0/24']}, {'key': 'source.namespace', 'values': ['shop']},
            {'key': 'source.principal', 'values': ['cluster.local/ns/shop/*', 'cluster.local/ns/istio-system/*']}, {'key': 'source.serviceAccount', 'values': ['shop/default']},
            {'key': 'request.auth.principal', 'values': [f'{ISSUER}/*']}, {'key': 'request.auth.audiences', 'values': ['web']}, {'key': 'request.auth.claims[groups]', 'values': ['admin']},
            {'key': 'request.auth.claims[nested][key]', 'values': ['value']}, {'key': 'destination.ip', 'notValues': ['10.244.1.3']}, {'key': 'destination.port', 'values': ['8080', '8443']},
            {'key': 'connection.sni', 'values': ['*.example.com']}, {'key': 'connection.sni', 'notValues': ['api.example.com']}, {'key': 'request.auth.presenter', 'values': ['app']})

    def source(self):
        return self.pick(
            {'ipBlocks': ['10.244.1.0/24']}, {'notIpBlocks': ['10.244.1.4']}, {'remoteIpBlocks': ['198.51.100.7']}, {'notRemoteIpBlocks': ['192.0.2.0/24', '198.51.100.0/25']},
            {'principals': ['*']}, {'notPrincipals': ['cluster.local/ns/team/sa/default']}, {'requestPrincipals': ['*']}, {'notRequestPrincipals': [f'{ISSUER}/{ISSUER}']},
            {'namespaces': ['shop', 'istio-*']}, {'notNamespaces': ['team']}, {'serviceAccounts': ['shop/default', 'istio-system/istio-ingressgateway']},
            {'principals': ['*/sa/default'], 'notNamespaces': ['istio-system']})

    def operation(self):
        return self.pick(
            {'hosts': ['*.example.com', 'cart.team*']}, {'notHosts': ['www.example.com']}, {'hosts': ['WWW.example.com']}, {'ports': ['8080', '7000']}, {'notPorts': ['9090']}, {'methods': ['GET', 'P*']},
            {'notMethods': ['POST']}, {'paths': ['/api*', '/new*']}, {'paths': ['*/items', '/']}, {'notPaths': ['/cart/{*}']}, {'paths': ['/cart/{*}/items', '/api/{**}']}, {'notPaths': ['/api/*']},
            {'methods': ['GET'], 'notPaths': ['/api']})

    def add_policies(self):
        if self.chance(.35):
            labels, namespace = self.pick(({'istio': 'ingressgateway'}, 'istio-system'), ({'app': 'catalog'}, 'shop'), ({'app': 'cart'}, 'team'))
            rule = {'issuer': ISSUER, 'jwks': keys(), **self.pick({}, {'audiences': ['web']}, {'fromHeaders': [{'name': 'x-token', 'prefix': 'T '}]}, {'fromParams': ['token']},
                                                                 {'forwardOriginalToken': True}, {'outputClaimToHeaders': [{'header': 'x-user', 'claim': 'groups'}]})}
            self.add('RequestAuthentication', namespace, 'tokens', {'selector': {'matchLabels': labels}, 'jwtRules': [rule]})
        for i in range(self.random.choices([0, 1, 2], [5, 4, 2])[0]):
            rules = []
            for _ in range(self.count(4, 1)):
                rule = {}
                if self.chance(.5):
                    rule['from'] = [{'source': self.source()} for _ in range(self.count(4, 1))]
                if self.chance(.5):
                    rule['to'] = [{'operation': self.operation()} for _ in range(self.count(4, 1))]
                if self.chance(.5) or not rule:
                    rule['when'] = [self.condition() for _ in range(self.count(4, 1))]
                rules.append(rule)
            namespace, selector = self.pick(('istio-system', {'istio': 'ingressgateway'}), ('shop', {'app': 'catalog'}), ('team', {'app': 'cart'}), ('shop', None), ('team', {'app': 'cart'}),
                                            ('shop', {'app': 'db'}))
            self.add('AuthorizationPolicy', namespace, f'policy{i}', {'action': self.pick('ALLOW', 'ALLOW', 'DENY'), 'rules': rules,
                                                                     **({'selector': {'matchLabels': selector}} if selector else {})})

    # The inside

    def add_sidecars(self):
        if self.chance(.5):
            service = self.pick(*self.services)
            listeners = []
            for name, _, target in self.random.sample(service['ports'], self.count(2, 2)):
                led = self.pick(*[t for _, _, t in service['ports']], target, target + 1)
                protocol = 'TCP' if name in ('tcp', 'mongo') else 'TLS' if name == 'https' else self.pick('HTTP', 'HTTP', 'HTTP2', 'TCP')
                listeners.append({'port': {'number': target, 'protocol': protocol, 'name': f'in-{target}'},
                                  'defaultEndpoint': f'{self.pick("127.0.0.1", "0.0.0.0")}:{led}'})
            self.add('Sidecar', service['ns'], 'led', {'workloadSelector': {'labels': {'app': service['name']}}, 'ingress': listeners,
                                                      'egress': [{'hosts': ['*/*']}]})
        if self.chance(.4):
            egress = [{'port': {'number': self.pick(80, 5432, 9090, 7000), 'protocol': self.pick('HTTP', 'TCP'), 'name': 'own'}, 'hosts': self.pick(['shop/*'], ['team/*'], ['*/*'])},
                      {'hosts': self.pick(['./*'], ['./*', 'shop/*'], ['*/*'], ['~/*'])}]
            self.add('Sidecar', self.pick('shop', 'team'), 'default', {'egress': egress})

    def add_entry(self):
        """A host of workloads, or of names outside."""
        self.entry = None
        if self.chance(.5):
            return
        service = self.pick(*self.services)
        name, _, target = self.pick(*service['ports'])
        kind = self.weighed(pods=3, entries=2, dns=2, wild=1, robin=1)
        port = {'number': 8888, 'name': 'p', 'protocol': 'TCP' if name in ('tcp', 'mongo', 'https') else 'HTTP', 'targetPort': target}
        spec = {'hosts': ['made.example'], 'ports': [port], 'resolution': 'STATIC', 'location': self.pick('MESH_INTERNAL', 'MESH_EXTERNAL')}
        if self.chance(.5):
            spec['addresses'] = ['198.18.9.9']
        if kind == 'pods':
            spec['workloadSelector'] = {'labels': {'app': service['name'], **self.pick({}, {'version': 'v1'})}}
        elif kind == 'entries':
            spec['workloadSelector'] = {'labels': {'app': 'vm'}}
            self.add('WorkloadEntry', service['ns'], 'vm', {'address': self.pick(*service['pods'])[1], 'labels': {'app': 'vm', **self.pick({}, {'security.istio.io/tlsMode': 'istio'})},
                                                           **self.pick({}, {'ports': {'p': target}})})
        else:
            del port['targetPort']
            port.update({'number': 80, 'protocol': 'HTTP'})
            spec.update(resolution='DNS_ROUND_ROBIN' if kind == 'robin' else 'NONE' if kind == 'wild' else 'DNS', location='MESH_EXTERNAL')
            spec.pop('addresses', None)
            if kind == 'wild':
                spec['hosts'] = ['*.example']
            elif self.chance(.5):
                spec['endpoints'] = [{'address': self.pick('www.partner.example', self.web[0]['host']), **self.pick({}, {'ports': {'p': 8080}})}]
        self.add('ServiceEntry', service['ns'], 'made', spec)
        self.entry = ('made.example', port['number'], 'tcp' if port['protocol'] == 'TCP' else 'http')

    # Requests

    def requests(self):
        out = []
        for _ in range(40):
            request = self.from_outside() if self.chance(.6) else self.from_inside()
            if request not in out and len(out) < 16:
                out.append(request)
        return out

    def from_outside(self):
        gateway = self.pick(*self.gateways)
        server = self.pick(gateway['servers'][0], *gateway['servers'])
        kind, number = server['port']['name'].split('-')[0], server['port']['number']
        address = f'{ADDRESS}:{number}'
        if kind == 'tcp':
            return {'url': f'tcp://{address}', 'address': address, 'source-ip': CLIENT}
        host = self.pick(*self.names)
        scheme = 'http' if kind == 'http' else 'https'
        if kind == 'tlstcp' and self.chance(.5):
            scheme = 'https'
        request = self.varied({'url': url(scheme, host, number, self.pick(*PATHS)), 'address': address, 'source-ip': CLIENT})
        if scheme == 'https' and self.chance(.1):
            request['sni'] = self.pick('api.example.com', 'nobody.example.net')
        return request

    def varied(self, request):
        headers = {}
        if self.chance(.35):
            headers[self.pick('x-user', 'X-User')] = self.pick('jane', 'janet', 'bob', '')
        if self.chance(.1):
            headers['x-more'] = '1'
        if self.chance(.15):
            headers['x-forwarded-for'] = self.pick('192.0.2.1', '192.0.2.1, 198.51.100.9', '10.244.1.3')
        if self.chance(.08):
            headers['x-forwarded-proto'] = 'https'
        if self.chance(.15):
            headers['authorization'] = 'Bearer ' + token(self.pick(ISSUER, ISSUER, 'other.example'), **self.pick({}, {'aud': 'web', 'groups': ['admin', 'jane']}, {'nested': {'key': 'value'}}))
        if self.chance(.08):
            headers.update({'origin': self.pick('https://a.example', 'https://b.test'), 'access-control-request-method': 'GET'})
            request['method'] = self.pick('OPTIONS', 'OPTIONS', 'GET')
        elif self.chance(.2):
            request['method'] = self.pick('POST', 'PUT', 'HEAD')
        return {**request, 'headers': headers} if headers else request

    def from_inside(self):
        caller = self.pick(*self.pick(*self.services)['pods'])[0]
        service = self.pick(*self.services)
        name, port, target = self.pick(*service['ports'])
        scheme = {'tcp': 'tcp', 'mongo': 'tcp', 'https': 'https'}.get(name, 'http')
        host = self.pick(service['host'], service['host'], f'{service["name"]}.{service["ns"]}', service['ip'])
        if self.entry and self.chance(.25):
            host, port, scheme = self.entry
        elif self.chance(.12):
            host, port = self.pick(*service['pods'])[1], target
        if scheme == 'tcp':
            return {'url': f'tcp://{host}:{port}', 'from': caller}
        return self.varied({'url': url(scheme, host, port, self.pick(*PATHS)), 'from': caller})

"""Meshes without a mistake, made of what people really use. Every request must be answered; check must be silent."""
from certificates import secret
from mesh import NODE, url
from outside import Outside


class Healthy(Outside):
    OFFSET = 300000

    def build(self):
        self.wanted = []
        self.gateway_service()
        self.namespaces = ['shop', 'pay', 'blog'][:self.random.randint(1, 3)]
        strict = self.chance(.4)
        for namespace in self.namespaces:
            self.add('Namespace', None, namespace, labels={'istio-injection': 'enabled', 'kubernetes.io/metadata.name': namespace})
        if strict:
            self.add('PeerAuthentication', 'istio-system', 'default', {'mtls': {'mode': 'STRICT'}})
        self.services = []
        for namespace in self.namespaces:
            for name in self.random.sample(['web', 'api', 'cart', 'static'], self.random.randint(1, 3)):
                self.services.append(self.sound_service(namespace, name, strict or self.chance(.8)))
        for service in self.services:
            if self.chance(.5):
                self.add_subsets(service)
        shared = self.shared_gateway() if self.chance(.4) else None
        for namespace in self.namespaces:
            self.add_way_in(namespace, shared)
        self.add_surroundings()
        return self

    def sound_service(self, namespace, name, sidecar):
        target = self.pick(8080, 9090, 5000, 3000)
        port = self.pick(80, 8000, 8080, 9080)
        by_name = self.chance(.5)
        first = {'name': self.pick('http', 'http', 'http-web'), 'port': port, 'targetPort': 'web' if by_name else target}
        if self.chance(.15):
            first['appProtocol'] = 'http'
        if not by_name and target == port and self.chance(.5):
            del first['targetPort']
        spec = {'ports': [first], 'selector': {'app': name}, 'clusterIP': 'None' if self.chance(.12) else f'10.96.2.{len(self.docs)}'}
        if self.chance(.3):
            spec['ports'].append({'name': 'http-metrics', 'port': 9102, 'targetPort': target})
        self.add('Service', namespace, name, spec)
        versions = self.pick(['v1'], ['v1', 'v2'], ['v1', 'v2'])
        for version in versions:
            self.pod(namespace, name, version, [{'containerPort': target, 'name': 'web'}], sidecar)
        return {'ns': namespace, 'name': name, 'host': f'{name}.{namespace}.svc.cluster.local', 'port': port, 'versions': versions,
                'sidecar': sidecar, 'subsets': False}

    def add_subsets(self, service):
        service['subsets'] = True
        spec = {'host': self.pick(service['name'], service['host']),
                'subsets': [{'name': v, 'labels': {'version': v}} for v in service['versions']]}
        if self.chance(.4):
            spec['trafficPolicy'] = self.pick({'loadBalancer': {'simple': 'LEAST_REQUEST'}}, {'connectionPool': {'tcp': {'maxConnections': 100}}},
                                              {'outlierDetection': {'consecutive5xxErrors': 5, 'interval': '10s', 'baseEjectionTime': '30s'}},
                                              *([{'tls': {'mode': 'ISTIO_MUTUAL'}}] if service['sidecar'] else []))
        self.add('DestinationRule', service['ns'], service['name'], spec)

    def sound_destination(self, namespace, service):
        host = self.pick(service['host'], *([service['name']] if service['ns'] == namespace else []))
        self.chance(0)
        destination = {'host': host, 'port': {'number': service['port']}}
        if service['subsets'] and self.chance(.5):
            destination['subset'] = self.pick(*service['versions'])
        return destination

    def shared_gateway(self):
        """Adds one Gateway for all namespaces; returns its name, whether it redirects and whether it has TLS."""
        self.docs.append(secret('istio-system', 'wildcard-cert', ['*.example.com']))
        plain = {'port': {'number': 80, 'name': 'http', 'protocol': 'HTTP'}, 'hosts': ['*.example.com']}
        if self.chance(.4) and self.entry:
            plain['tls'] = {'httpsRedirect': True}
        encrypted = {'port': {'number': 443, 'name': 'https', 'protocol': 'HTTPS'}, 'hosts': ['*.example.com'],
                     'tls': {'mode': 'SIMPLE', 'credentialName': 'wildcard-cert'}}
        self.add('Gateway', 'istio-system', 'public', {'selector': {'istio': 'ingressgateway'}, 'servers': [plain, encrypted]})
        return 'istio-system/public', True

    def own_gateway(self, namespace, host):
        tls = self.chance(.5)
        redirect = tls and self.entry and self.chance(.5)
        plain = {'port': {'number': 80, 'name': 'http', 'protocol': 'HTTP'}, 'hosts': self.pick([host], [f'{namespace}/{host}'], [f'./{host}'])}
        if redirect:
            plain['tls'] = {'httpsRedirect': True}
        servers = [plain]
        if tls:
            self.docs.append(secret('istio-system', f'{namespace}-cert', [host]))
            newer = {'minProtocolVersion': 'TLSV1_2'} if self.chance(.3) else {}
            servers.append({'port': {'number': 443, 'name': 'https', 'protocol': 'HTTPS'}, 'hosts': [host],
                            'tls': {'mode': 'SIMPLE', 'credentialName': f'{namespace}-cert', **newer}})
        self.add('Gateway', namespace, f'{namespace}-gateway', {'selector': {'istio': 'ingressgateway'}, 'servers': servers})
        return self.pick(f'{namespace}-gateway', f'{namespace}/{namespace}-gateway'), tls

    def add_way_in(self, namespace, shared):
        """Adds the way from outside to a namespace's Services, and wants it asked for."""
        mine = [s for s in self.services if s['ns'] == namespace]
        host = f'{namespace}.example.com'
        gateway, tls = shared or self.own_gateway(namespace, host)
        rules = [self.sound_rule(namespace, service) for service in mine[1:]]
        paths = [f'/{service["name"]}/1' for service in mine[1:]]
        rules += self.last_rules(namespace, mine[0])
        if self.chance(.2):
            rules.insert(0, {'match': [{'uri': {'exact': '/old'}}], 'redirect': {'uri': '/', 'redirectCode': 302}})
        if self.chance(.15):
            rules[-1]['mirror'] = {'host': mine[-1]['name'], 'port': {'number': mine[-1]['port']}}
        if self.chance(.2) and len(rules) > 1 and 'match' in rules[0]:
            rules[0] = self.delegated(namespace, rules[0])
        self.add('VirtualService', namespace, namespace,
                 {'hosts': [host], 'gateways': [gateway] + (['mesh'] if self.chance(.15) else []), 'http': rules})
        for path in ['/', '/x'] + paths:
            self.want(host, path, False)
            if tls:
                self.want(host, path, True)

    def sound_rule(self, namespace, service):
        path = f'/{service["name"]}'
        rule = {'match': [{'uri': self.pick({'prefix': path + '/'}, {'prefix': path}, {'regex': path + '/.*'})}],
                'route': [{'destination': self.sound_destination(namespace, service)}]}
        if rule['match'][0]['uri'].get('prefix', '').endswith('/') and self.chance(.4):
            rule['rewrite'] = {'uri': '/'}
        if self.chance(.3):
            rule['timeout'] = '10s'
        if self.chance(.3):
            rule['retries'] = {'attempts': 2, 'perTryTimeout': '2s', 'retryOn': 'gateway-error,connect-failure'}
        if self.chance(.2):
            rule['headers'] = {'response': {'set': {'x-frame-options': 'DENY'}}}
        if self.chance(.2):
            rule['corsPolicy'] = {'allowOrigins': [{'exact': 'https://www.example.com'}], 'allowMethods': ['GET', 'POST'], 'maxAge': '24h'}
        return rule

    def last_rules(self, namespace, service):
        """The rules that take everything: a canary where there are two versions."""
        if not (service['subsets'] and len(service['versions']) == 2 and self.chance(.6)):
            return [{'route': [{'destination': self.sound_destination(namespace, service)}]}]
        destination = {'host': service['name'], 'port': {'number': service['port']}}
        rules = []
        if self.chance(.5):
            rules.append({'match': [{'headers': {'x-beta': {'exact': 'yes'}}}], 'route': [{'destination': {**destination, 'subset': 'v2'}}]})
        rules.append({'route': [{'destination': {**destination, 'subset': 'v1'}, 'weight': 90},
                                {'destination': {**destination, 'subset': 'v2'}, 'weight': 10}]})
        return rules

    def delegated(self, namespace, rule):
        """The same rule, with what it does moved to a VirtualService of its own where that can be."""
        if 'prefix' not in rule['match'][0].get('uri', {}) or 'route' not in rule:
            return rule
        self.add('VirtualService', namespace, f'{namespace}-part', {'http': [{k: v for k, v in rule.items() if k != 'match'}]})
        return {'match': rule['match'], 'delegate': {'name': f'{namespace}-part', 'namespace': namespace}}

    def add_surroundings(self):
        if self.chance(.4):
            service = self.services[0]
            allowed = {'from': [{'source': {'namespaces': ['istio-system', service['ns']]}}]} if service['sidecar'] else {}
            self.add('AuthorizationPolicy', service['ns'], 'allow-gateway',
                     {'selector': {'matchLabels': {'app': service['name']}}, 'action': 'ALLOW', 'rules': [allowed]})
        if self.chance(.3):
            self.add('ServiceEntry', self.namespaces[0], 'partner', {
                'hosts': ['api.partner.example'], 'ports': [{'number': 443, 'name': 'https', 'protocol': 'HTTPS'}], 'resolution': 'DNS',
                'location': 'MESH_EXTERNAL'})
        if self.chance(.25):
            self.add('Sidecar', self.namespaces[0], 'default', {'egress': [{'hosts': ['./*', 'istio-system/*']}]})

    def want(self, host, path, tls):
        scheme, number = ('https', 443) if tls else ('http', 80)
        port = next(p for p in self.gateway_ports if p['port'] == number)
        address, asked = (self.entry, number) if self.entry else (NODE, port['nodePort'])
        self.wanted.append({'url': f'{scheme}://{host}' + ('' if self.entry else f':{asked}') + path, 'address': f'{address}:{asked}'})

    def requests(self):
        return self.wanted[:14]

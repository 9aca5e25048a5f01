"""VirtualServices' rules, DestinationRules and policies: what the families of Istio's own APIs share."""
from mesh import Mesh


class Routing(Mesh):
    """`services` are the Services that routes lead to, `gateways` those that matches may name."""

    def destination(self, namespace):
        service = self.pick(*self.services)
        form = self.weighed(full=8, short=7, two=1.5, three=.8, missing=.5)
        host = {'full': service['host'], 'short': service['name'], 'two': f'{service["name"]}.{service["ns"]}',
                'three': f'{service["name"]}.{service["ns"]}.svc', 'missing': 'nosuch'}[form]
        destination = {'host': host}
        if self.chance(.85):
            destination['port'] = {'number': self.random.choices([service['port'], service['port'] + 1], [18, 1])[0]}
        if self.chance(.15):
            destination['subset'] = self.pick('v1', 'v1', 'v2', 'v9')
        return destination

    def match(self):
        """One match of an HTTP rule; a path that it takes is noted for the requests."""
        kind = self.weighed(prefix=10, exact=6, regex=3, header=3, method=2, query=1, authority=1, port=1, icase=1, nohdr=1,
                            prefixheader=2, empty=.3, scheme=.6, gateways=1, source=.4)
        path = self.pick('/api', '/api/', '/catalog', '/v1/items', '/static', '/login', '/')
        match = {}
        if kind in ('prefix', 'prefixheader'):
            match['uri'] = {'prefix': path}
        if kind == 'exact':
            match['uri'] = {'exact': path}
        if kind == 'regex':
            match['uri'] = {'regex': self.pick('/api/.*', '/v[0-9]+/items', '.*', '/catalog', '^/static/.*\\.css$', '/(login|logout)')}
        if kind in ('header', 'prefixheader'):
            match['headers'] = {self.pick('x-user', 'X-Beta'): self.pick({'exact': 'jane'}, {'prefix': 'ja'}, {'regex': 'j.*'}, {})}
        if kind == 'nohdr':
            match['withoutHeaders'] = {'x-user': self.pick({'exact': 'jane'}, {})}
        if kind == 'method':
            match['method'] = {'exact': self.pick('GET', 'POST')}
        if kind == 'query':
            match['queryParams'] = {'v': {'exact': '2'}}
        if kind == 'authority':
            match['authority'] = self.pick({'exact': 'shop.example.com'}, {'prefix': 'api.'})
        if kind == 'port':
            match['port'] = self.pick(80, 443, 8080)
        if kind == 'icase':
            match.update(uri={'prefix': '/API'}, ignoreUriCase=True)
        if kind == 'scheme':
            match['scheme'] = {'exact': self.pick('http', 'https')}
        if kind == 'gateways':
            match['gateways'] = [self.pick(*[f'{g["ns"]}/{g["name"]}' for g in self.gateways], 'mesh')]
            match['uri'] = {'prefix': path}
        if kind == 'source':
            match['sourceLabels'] = {'app': 'web'}
        if kind == 'regex':
            self.paths.append(self.pick('/api/1', '/v2/items', '/catalog', '/static/a.css', '/login'))
        elif 'uri' in match:
            self.paths.append(next(iter(match['uri'].values())))
        return match

    def rule(self, namespace, last):
        """One HTTP rule; the last of a VirtualService mostly takes everything."""
        rule = {}
        if not last or self.chance(.4):
            rule['match'] = [self.match() for _ in range(self.count(4, 1))]
        kind = self.weighed(route=16, weighted=2, redirect=1, direct=.7, abort=.4, zero=.3)
        if kind == 'redirect':
            rule['redirect'] = self.pick({'uri': '/login'}, {'authority': 'www.example.com'}, {'uri': '/x', 'redirectCode': 302},
                                         {'scheme': 'https'})
            return rule
        if kind == 'direct':
            rule['directResponse'] = {'status': self.pick(200, 404, 503), 'body': {'string': 'hello'}}
            return rule
        rule['route'] = [{'destination': self.destination(namespace)}]
        if kind == 'weighted':
            rule['route'] = [{'destination': self.destination(namespace), 'weight': weight} for weight in (100, 0)]
        if kind == 'abort':
            rule['fault'] = {'abort': {'httpStatus': 418, 'percentage': {'value': 100}}}
        if kind == 'zero':
            rule['route'][0]['weight'] = 0
        if self.chance(.12):
            rule['rewrite'] = self.pick({'uri': '/'}, {'uri': '/v2'}, {'authority': 'inner.example.com'},
                                        {'uriRegexRewrite': {'match': '^/api/(.*)', 'rewrite': '/\\1'}})
        return rule

    def rules(self, namespace):
        n = self.count(5, 4, 2)
        return [self.rule(namespace, i == n - 1) for i in range(n)]

    def extras(self):
        """DestinationRules, PeerAuthentications and an AuthorizationPolicy, each sometimes."""
        for service in self.services:
            if self.chance(.3):
                self.destination_rule(service)
        if self.chance(.2):
            self.add('PeerAuthentication', self.pick('istio-system', 'shop', 'shop'), 'default',
                     {'mtls': {'mode': self.pick('STRICT', 'STRICT', 'DISABLE', 'PERMISSIVE')}})
        if self.chance(.08):
            service = self.pick(*self.services)
            self.add('PeerAuthentication', service['ns'], 'port', {'selector': {'matchLabels': {'app': service['name']}},
                                                                   'mtls': {'mode': 'STRICT'}, 'portLevelMtls': {8080: {'mode': 'DISABLE'}}})
        if self.chance(.2):
            self.authorization_policy(self.pick(*self.services))

    def destination_rule(self, service):
        short = f'{service["name"]}.{service["ns"]}'
        spec = {'host': self.random.choices([service['name'], service['host'], short], [4, 4, .5])[0]}
        if self.chance(.7):
            spec['subsets'] = [{'name': v, 'labels': {'version': v}} for v in ('v1', 'v2')]
        if self.chance(.5):
            spec['trafficPolicy'] = self.pick({'tls': {'mode': 'DISABLE'}}, {'tls': {'mode': 'ISTIO_MUTUAL'}}, {'tls': {'mode': 'SIMPLE'}},
                                              {'loadBalancer': {'simple': 'LEAST_REQUEST'}},
                                              {'connectionPool': {'http': {'maxRequestsPerConnection': 10}}})
        if self.chance(.1):
            spec['exportTo'] = ['.']
        self.add('DestinationRule', self.pick(*[service['ns']] * 3, 'istio-system'), f'dr-{service["name"]}', spec)

    def authorization_policy(self, service):
        def operation(**of):
            return {'to': [{'operation': of}]}

        def source(**of):
            return {'from': [{'source': of}]}

        rule = self.pick(operation(paths=['/api*']), source(namespaces=['istio-system']), operation(methods=['POST']),
                         source(principals=['cluster.local/ns/shop/sa/web']), operation(hosts=['shop.example.com']),
                         source(notNamespaces=['shop']), {'when': [{'key': 'request.headers[x-user]', 'values': ['jane']}]},
                         operation(ports=['8080']))
        spec = {'action': self.pick('ALLOW', 'ALLOW', 'DENY'), 'rules': [rule]}
        if self.chance(.1):
            spec = {}
        if self.chance(.6):
            spec['selector'] = {'matchLabels': {'app': service['name']}}
        namespace = service['ns']
        if self.chance(.2):
            namespace = 'istio-system'
            spec['selector'] = {'matchLabels': {'istio': 'ingressgateway'}}
        self.add('AuthorizationPolicy', namespace, 'policy', spec)

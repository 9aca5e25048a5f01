"""Requests from outside through Istio's own Gateways and VirtualServices."""
from certificates import authority_secret, secret
from mesh import NODE, url
from routing import Routing

LOAD_BALANCER = '203.0.113.10'
EXTERNAL = '192.168.96.50'
HOSTS = ['shop.example.com', 'api.example.com', 'www.example.com', 'shop.example.org']
#: most objects are of the newest version
VERSIONS = ['v1', 'v1', 'v1', 'v1beta1', 'v1alpha3']


class Outside(Routing):
    def gateway_service(self):
        """Adds the ingress gateway: a Service of one of several styles, its pod and the node."""
        self.add('Namespace', None, 'istio-system')
        self.style = self.weighed(lb=8, pending=3, external=2, nodeport=1)
        ports = [{'name': 'status-port', 'port': 15021, 'targetPort': 15021, 'nodePort': 30479},
                 {'name': 'http2', 'port': 80, 'targetPort': 8080, 'nodePort': 30001},
                 {'name': 'https', 'port': 443, 'targetPort': 8443, 'nodePort': 30477}]
        if self.chance(.3):
            ports.append({'name': 'tcp', 'port': 31400, 'targetPort': 31400, 'nodePort': 30465})
        if self.chance(.15):
            ports.append({'name': 'http-alt', 'port': 8080, 'targetPort': self.pick(8081, 8080), 'nodePort': 30880})
        spec = {'type': 'NodePort' if self.style == 'nodeport' else 'LoadBalancer', 'selector': {'istio': 'ingressgateway'},
                'clusterIP': '10.96.0.10', 'ports': ports}
        if self.style == 'external':
            spec['externalIPs'] = [EXTERNAL]
        if self.chance(.1):
            spec['externalTrafficPolicy'] = 'Local'
        status = {'loadBalancer': {'ingress': [{'ip': LOAD_BALANCER}]} if self.style == 'lb' else {}}
        self.add('Service', 'istio-system', 'istio-ingressgateway', spec, labels={'istio': 'ingressgateway'}, status=status)
        self.gateway_pod('istio-system', 'istio-ingressgateway-x', {'app': 'istio-ingressgateway', 'istio': 'ingressgateway'},
                         [{'containerPort': p} for p in (15021, 8080, 8443)], self.account('istio-ingressgateway'))
        self.node()
        self.gateway_ports = ports
        self.entry = {'lb': LOAD_BALANCER, 'external': EXTERNAL}.get(self.style)

    def account(self, name):
        return name if self.chance(.3) else 'default'

    def some_hosts(self, n):
        return self.random.sample(HOSTS, n)

    def server(self, namespace, index):
        """One server of a Gateway and its kind; adds the Secret that it names."""
        kind = self.weighed(http=12, https=6, redirect=2, mutual=.6, passthrough=1, tcp=.8, tlstcp=.4)
        hosts = self.pick(['*'], self.some_hosts(1), self.some_hosts(2), ['*.example.com'], [namespace + '/*'], ['./*'],
                          ['*/' + self.some_hosts(1)[0]], self.some_hosts(1), self.some_hosts(1), ['other/' + self.some_hosts(1)[0]])
        usual = {'http': 80, 'redirect': 80, 'tcp': 31400}.get(kind, 443)
        number = self.random.choices([usual, 8080, 8000, 9090], [16, 1.4, .7, .4])[0]
        http, passed = self.pick('HTTP', 'HTTP', 'HTTP', 'HTTP2', 'http', 'GRPC'), self.pick('TLS', 'HTTPS')
        protocol = {'http': http, 'redirect': 'HTTP', 'https': 'HTTPS', 'mutual': 'HTTPS', 'passthrough': passed, 'tcp': 'TCP',
                    'tlstcp': 'TLS'}[kind]
        written = 'tls-tcp' if kind == 'tlstcp' else kind
        server = {'port': {'number': number, 'name': f'{written}-{index}', 'protocol': protocol}, 'hosts': hosts}
        if kind == 'redirect':
            server['tls'] = {'httpsRedirect': True}
        if kind in ('https', 'mutual', 'tlstcp'):
            server['tls'] = {'mode': 'MUTUAL' if kind == 'mutual' else 'SIMPLE', 'credentialName': self.credential(hosts, kind)}
        if kind == 'passthrough':
            server['tls'] = {'mode': 'PASSTHROUGH'}
        return server, kind

    def credential(self, hosts, kind):
        """The name of the Secret of a server, which is added unless that is the mistake."""
        name = f'cert-{len(self.docs)}'
        names = ['*.example.com'] if hosts == ['*'] else [h.split('/')[-1] for h in hosts]
        how = self.weighed(ok=12, missing=1, wrongns=1, wronghost=1, key=.7, nokey=.5)
        if how != 'missing':
            self.docs.append(secret('shop' if how == 'wrongns' else 'istio-system', name,
                                    ['other.invalid'] if how == 'wronghost' else names, how))
        if kind == 'mutual' and self.chance(.7):
            self.docs.append(authority_secret('istio-system', name + '-cacert'))
        return name

    def add_gateways(self):
        self.gateways = []
        for i in range(self.count(6, 4, 1)):
            namespace = self.pick('shop', 'shop', 'istio-system', 'edge')
            servers = [self.server(namespace, j) for j in range(self.count(6, 4, 1))]
            self.gateways.append({'ns': namespace, 'name': f'gw{i}', 'servers': servers})
            selector = {'istio': 'ingressgateway' if self.chance(.95) else 'ingress-gateway'}
            self.add('Gateway', namespace, f'gw{i}', {'selector': selector, 'servers': [s for s, _ in servers]},
                     api='networking.istio.io/' + self.pick(*VERSIONS))

    def servers(self):
        return [(server, kind) for g in self.gateways for server, kind in g['servers']]

    def references(self, namespace):
        """How a VirtualService of this namespace names some of the Gateways, sometimes wrongly."""
        out = []
        for g in self.random.sample(self.gateways, self.random.choices(range(1, len(self.gateways) + 1))[0]):
            short = 5 if g['ns'] == namespace else 1.5
            out.append(self.random.choices([f'{g["ns"]}/{g["name"]}', g['name'], g['name'] + 'x'], [9, short, .5])[0])
        return out

    def add_virtual_services(self):
        for i in range(self.count(4, 5, 3, 1)):
            namespace = self.pick('shop', 'shop', 'shop', 'istio-system', 'edge')
            hosts = self.pick(['*'], self.some_hosts(1), self.some_hosts(1), self.some_hosts(1), self.some_hosts(2), ['*.example.com'],
                              self.some_hosts(1), ['catalog'])
            references = self.references(namespace)
            if self.chance(.1) and hosts != ['*']:
                references.append('mesh')
            spec = {'hosts': hosts}
            if not self.chance(.04):
                spec['gateways'] = references
            if self.chance(.06):
                spec['exportTo'] = self.pick(['.'], ['*'], ['istio-system'], ['shop'])
            if not self.add_tcp_routes(spec, namespace):
                spec['http'] = self.rules(namespace)
            self.hosts += [h.replace('*', 'any') if h != '*' else 'some.example.net' for h in hosts if '.' in h or h == '*']
            self.add('VirtualService', namespace, f'vs{i}', spec, api='networking.istio.io/' + self.pick(*VERSIONS))

    def add_tcp_routes(self, spec, namespace):
        """Adds routes for TLS and TCP where a server may use them; says whether they are all that there shall be."""
        kinds = {kind for _, kind in self.servers()}
        enough = False
        if 'passthrough' in kinds and self.chance(.5):
            names = [h for h in spec['hosts'] if h != '*'] or ['shop.example.com']
            spec['tls'] = [{'match': [{'port': 443, 'sniHosts': names}], 'route': [{'destination': self.destination(namespace)}]}]
            enough = self.chance(.5)
        if kinds & {'tcp', 'tlstcp'} and self.chance(.5):
            spec['tcp'] = [{'route': [{'destination': self.destination(namespace)}]}]
            if self.chance(.7):
                spec['tcp'][0]['match'] = [{'port': self.pick(31400, 443)}]
            enough = self.chance(.4)
        return enough

    def build(self):
        self.gateway_service()
        for namespace in ('shop', 'edge', 'other'):
            self.add('Namespace', None, namespace, labels={'istio-injection': 'enabled'})
        names = self.random.sample(['catalog', 'cart', 'web', 'api'], self.random.randint(1, 3))
        self.services = [self.service(self.pick('shop', 'shop', 'shop', 'other'), name) for name in names]
        self.add_gateways()
        self.add_virtual_services()
        self.extras()
        return self

    def requests(self):
        hosts = list(dict.fromkeys(self.hosts)) or ['shop.example.com']
        named = [h.split('/')[-1] for server, _ in self.servers() for h in server['hosts']]
        hosts = list(dict.fromkeys(hosts + [h.replace('*', 'any') for h in named if h != '*']))[:4]
        if self.chance(.3):
            hosts.append('nobody.example.net')
        paths = list(dict.fromkeys(self.paths))
        self.random.shuffle(paths)
        numbers = {server['port']['number'] for server, _ in self.servers()}
        tries = [(port, host, path) for port in self.gateway_ports if port['port'] != 15021 for host in hosts for path in paths[:3]]
        wanted = min(9, len(tries))
        out = []
        while len(out) < wanted and tries:
            i = self.random.choices(range(len(tries)), [3 if port['port'] in numbers else .3 for port, _, _ in tries])[0]
            request = self.request(*tries.pop(i))
            if request not in out:
                out.append(request)
        return out

    def request(self, port, host, path):
        scheme = 'https' if port['port'] == 443 else 'http'
        kinds = [kind for server, kind in self.servers() if server['port']['number'] == port['port']]
        if 'tcp' in kinds and self.chance(.7):
            scheme, path = 'tcp', ''
        if port['port'] == 443 and self.chance(.07):
            scheme = 'http'
        if path and self.random.random() < .4 and not path.endswith('/'):
            path += self.pick('/1', '', '?v=2', 's')
        address, number = (self.entry, port['port']) if self.entry else (NODE, port['nodePort'])
        if scheme == 'tcp':
            return {'url': f'tcp://{address}:{number}', 'address': f'{address}:{number}'}
        return self.varied({'url': url(scheme, host, number, path), 'address': f'{address}:{number}'})

    def varied(self, request):
        if self.chance(.2):
            request['headers'] = {'x-user': self.pick('jane', 'bob')}
        if self.chance(.1):
            request['method'] = 'POST'
        return request

"""Requests of pods to each other as applications name them: short names, full names, addresses, headless Services and pods of StatefulSets, databases,
gRPC, ports whose protocol is guessed, with routes, scopes, Sidecars' own listeners and hosts that are workloads of the mesh."""
import yaml

from mesh import Mesh, url

SPEAKS = {'http': 8080, 'http2': 8081, 'grpc': 9000, 'tcp': 7000, 'mongo': 27017, 'redis': 6379, 'mysql': 3306, 'https': 8443, 'web': 8082, None: 8083}


class Calls(Mesh):
    OFFSET = 1500000

    def build(self):
        self.add('Namespace', None, 'istio-system')
        if self.chance(.3):
            self.add('ConfigMap', 'istio-system', 'istio', data={'mesh': yaml.safe_dump(
                self.pick({'outboundTrafficPolicy': {'mode': 'REGISTRY_ONLY'}}, {'defaultVirtualServiceExportTo': ['.']}, {'defaultServiceExportTo': ['.']},
                          {'defaultDestinationRuleExportTo': ['.']}, {'enableAutoMtls': False}))})
        for namespace in ('shop', 'team', 'legacy'):
            self.add('Namespace', None, namespace, labels={'istio-injection': 'enabled'} if namespace != 'legacy' else None)
        self.services = [self.workload(self.pick('shop', 'shop', 'team', 'legacy'), f'app{i}') for i in range(self.random.randint(2, 4))]
        self.entries = [self.add_entry()] if self.chance(.4) else []
        for i in range(self.random.choices([0, 1, 2, 3], [1, 4, 3, 2])[0]):
            self.add_virtual_service(i)
        for service in self.services:
            if self.chance(.4):
                self.add_destination_rule(service)
        for i in range(self.random.choices([0, 1, 2], [5, 4, 1])[0]):
            self.add_sidecar(i)
        if self.chance(.3):
            self.add('PeerAuthentication', self.pick('istio-system', 'shop', 'team'), 'default', {'mtls': {'mode': self.pick('STRICT', 'STRICT', 'DISABLE')}})
        return self

    def workload(self, namespace, name):
        speaks = self.random.sample(list(SPEAKS), self.count(3, 4, 2))
        kind = self.weighed(plain=6, headless=2, stateful=2, external=.4)
        ports, declared = [], []
        for s in speaks:
            target = SPEAKS[s]
            port = {'port': self.pick(80, 8080, target, target) if self.chance(.5) else target, 'targetPort': target, 'name': s or f'p{target}'}
            if port['port'] in [p['port'] for p in ports]:
                port['port'] = target
            if s is None and len(speaks) == 1:
                del port['name']
            if self.chance(.08):
                port['appProtocol'] = self.pick('http', 'tcp', 'grpc', 'redis')
            ports.append(port)
            declared.append({'containerPort': target, 'name': 'https' if s == 'https' else 'tcp' if s in ('tcp', 'mongo', 'redis', 'mysql') else 'http' if s else f'http-{target}'})
        for n, d in enumerate(declared):
            d['name'] = d['name'] if '-' in d['name'] or d['name'] not in [x['name'] for x in declared[:n]] else f'{d["name"]}-{n}'
        headless = kind in ('headless', 'stateful')
        if any(p['port'] != p['targetPort'] for p in ports) and headless and self.chance(.7):
            for p in ports:
                p['port'] = p['targetPort']
        spec = {'selector': {'app': name}, 'clusterIP': 'None' if headless else f'10.96.1.{self.last_address}', 'ports': ports}
        if kind == 'external':
            spec = {'type': 'ExternalName', 'externalName': self.pick('www.partner.example', 'www.partner.example' if name == 'app0' else 'app0.shop.svc.cluster.local'), 'ports': ports}
        annotations = {'networking.istio.io/exportTo': self.pick('.', 'shop', 'team')} if self.chance(.1) else None
        self.add('Service', namespace, name, spec, annotations=annotations)
        sidecar = namespace != 'legacy' and self.chance(.9)
        pods = []
        for i in range(2):
            labels = {'app': name, 'version': f'v{i + 1}', **({'security.istio.io/tlsMode': 'istio'} if sidecar else {})}
            containers = [{'name': 'app', 'image': 'registry.example.com/app:1', 'ports': declared}] + ([{'name': 'istio-proxy', 'image': 'docker.io/istio/proxyv2:1.30.1'}] if sidecar else [])
            more = {'hostname': f'{name}-{i}', 'subdomain': name} if kind == 'stateful' else {}
            address = self.address()
            self.running_pod(namespace, f'{name}-{i}', labels, containers, address, name, self.chance(.95), annotations={'sidecar.istio.io/status': '{}'} if sidecar else None, **more)
            pods.append((f'{namespace}/{name}-{i}', address))
        return {'ns': namespace, 'name': name, 'kind': kind, 'host': f'{name}.{namespace}.svc.cluster.local', 'ports': ports, 'pods': pods, 'sidecar': sidecar,
                'ip': spec.get('clusterIP')}

    def add_entry(self):
        """A host that is made of workloads of the mesh, or of addresses."""
        service = self.pick(*self.services)
        port = self.pick(*service['ports'])
        spec = {'hosts': ['db.mesh.example'], 'location': self.pick('MESH_INTERNAL', 'MESH_EXTERNAL'), 'resolution': 'STATIC',
                'ports': [{'number': port['port'], 'name': 'p', 'protocol': self.pick('HTTP', 'TCP', 'GRPC', 'HTTP'), 'targetPort': port['targetPort']}]}
        if self.chance(.6):
            spec['workloadSelector'] = {'labels': {'app': service['name']}}
        else:
            spec['endpoints'] = [{'address': a, 'labels': {'version': 'v1'}} for _, a in service['pods']]
        if self.chance(.7):
            spec['addresses'] = ['198.18.6.7']
        self.add('ServiceEntry', service['ns'], 'entry', spec)
        return port['port']

    def destination(self, namespace):
        service = self.pick(*self.services)
        destination = {'host': service['name'] if namespace == service['ns'] and self.chance(.5) else service['host']}
        if len(service['ports']) > 1 or self.chance(.5):
            destination['port'] = {'number': self.pick(*service['ports'])['port']}
        if self.chance(.3):
            destination['subset'] = self.pick('v1', 'v2')
        return destination

    def add_virtual_service(self, index):
        service = self.pick(*self.services)
        namespace = self.pick(service['ns'], service['ns'], 'shop', 'istio-system')
        hosts = self.pick([service['host']], [service['host']], [service['name']], [f'{service["name"]}.{service["ns"]}.svc'], ['*.shop.svc.cluster.local'], ['db.mesh.example'])
        port = self.pick(*service['ports'])['port']
        there = {'destination': self.destination(namespace)}
        match = self.pick({'uri': {'prefix': '/api'}}, {'headers': {'x-user': {'exact': 'jane'}}}, {'port': port}, {'sourceLabels': {'app': 'app0'}}, {'sourceNamespace': 'shop'},
                          {'authority': {'prefix': service['name']}}, {'gateways': ['mesh'], 'uri': {'exact': '/x'}}, {'uri': {'prefix': '/api'}, 'sourceLabels': {'version': 'v2'}})
        kind = self.weighed(http=6, tcp=2, tls=1, delegate=.8)
        spec = {'hosts': hosts}
        if kind == 'tcp':
            spec['tcp'] = [{'match': [self.pick({'port': port}, {'sourceLabels': {'app': 'app0'}}, {'destinationSubnets': ['10.96.0.0/16']})], 'route': [there]}]
        if kind == 'tls':
            spec['tls'] = [{'match': [{'port': port, 'sniHosts': hosts[:1]}], 'route': [there]}]
        if kind in ('http', 'delegate'):
            spec['http'] = [{'match': [match], 'route': [there]}]
            if self.chance(.6):
                spec['http'].append({'route': [{'destination': self.destination(namespace)}], **self.pick({}, {'rewrite': {'uri': '/r'}}, {'fault': {'abort': {'httpStatus': 418, 'percentage': {'value': 100}}}})})
        if kind == 'delegate':
            self.add('VirtualService', service['ns'], f'inner{index}', {'http': spec['http']})
            spec['http'] = [{'match': [{'uri': {'prefix': '/'}}], 'delegate': {'name': f'inner{index}', 'namespace': service['ns']}}]
        if self.chance(.2):
            spec['exportTo'] = self.pick(['.'], ['shop'], ['*'])
        self.add('VirtualService', namespace, f'vs{index}', spec)

    def add_destination_rule(self, service):
        spec = {'host': self.pick(service['host'], service['host'], service['name'], '*.shop.svc.cluster.local'),
                'subsets': [{'name': v, 'labels': {'version': v}} for v in ('v1', 'v2')]}
        policy = self.pick(None, None, {'tls': {'mode': 'DISABLE'}}, {'tls': {'mode': 'ISTIO_MUTUAL'}}, {'loadBalancer': {'simple': 'PASSTHROUGH'}},
                           {'portLevelSettings': [{'port': {'number': service['ports'][0]['port']}, 'tls': {'mode': 'DISABLE'}}]}, {'connectionPool': {'http': {'h2UpgradePolicy': 'UPGRADE'}}})
        if policy:
            spec['trafficPolicy'] = policy
        if self.chance(.15):
            spec['exportTo'] = ['.']
        if self.chance(.1):
            spec['workloadSelector'] = {'matchLabels': {'app': 'app0'}}
        self.add('DestinationRule', self.pick(service['ns'], service['ns'], 'istio-system', 'shop'), f'rule-{service["name"]}', spec)

    def add_sidecar(self, index):
        hosts = self.pick(['./*'], ['./*', 'team/*'], ['*/*'], ['shop/*', 'istio-system/*'], ['./app0.shop.svc.cluster.local', 'team/*'], ['*/db.mesh.example', './*'], ['~/*'])
        spec = {'egress': [{'hosts': hosts}]}
        if self.chance(.2):
            spec['egress'].insert(0, {'port': {'number': self.pick(80, 8080, 3306, 9000), 'protocol': self.pick('HTTP', 'TCP', 'GRPC'), 'name': 'own'}, 'hosts': ['*/*'],
                                      **self.pick({}, {}, {'captureMode': 'IPTABLES'})})
        service = self.pick(*self.services)
        if self.chance(.4):
            spec['workloadSelector'] = {'labels': {'app': service['name']}}
            if self.chance(.5):
                port = self.pick(*service['ports'])
                spec['ingress'] = [{'port': {'number': port['targetPort'], 'protocol': self.pick('HTTP', 'TCP'), 'name': 'in'}, 'defaultEndpoint': f'127.0.0.1:{port["targetPort"]}'}]
        if self.chance(.3):
            spec['outboundTrafficPolicy'] = {'mode': self.pick('REGISTRY_ONLY', 'ALLOW_ANY')}
        self.add('Sidecar', service['ns'] if 'workloadSelector' in spec else self.pick('shop', 'team', 'istio-system'), f'scope{index}', spec)

    def requests(self):
        out = []
        for _ in range(40):
            request = self.request()
            if request and request not in out and len(out) < 14:
                out.append(request)
        return out

    def request(self):
        caller = self.pick(*[s for s in self.services if s['kind'] != 'external'] or self.services)
        if caller['kind'] == 'external':
            return None
        if self.entries and self.chance(.2):
            host, number, speaks = 'db.mesh.example', self.entries[0], 'http'
        else:
            service = self.pick(*self.services)
            port = self.pick(*service['ports'])
            number, speaks = port['port'], port.get('name', '')
            forms = [f'{service["name"]}.{service["ns"]}', service['host'], f'{service["name"]}.{service["ns"]}.svc'] + ([service['name']] * 2 if service['ns'] == caller['ns'] else [])
            host = self.pick(*forms)
            if service['kind'] == 'stateful' and self.chance(.5):
                host = f'{service["name"]}-{self.pick(0, 1)}.{host}'
            if self.chance(.15):
                host, number = self.pick(*service['pods'])[1], port['targetPort']
            elif self.chance(.12) and service['ip'] not in (None, 'None'):
                host = service['ip']
            elif self.chance(.04):
                number += 1
        scheme = {'tcp': 'tcp', 'mongo': 'tcp', 'redis': 'tcp', 'mysql': 'tcp', 'https': 'https'}.get(speaks, 'http')
        path = self.pick('/', '/api/1', '/x')
        request = {'url': url(scheme, host, number, '' if scheme == 'tcp' else path), 'from': self.pick(*caller['pods'])[0]}
        if scheme == 'http' and self.chance(.2):
            request['headers'] = self.pick({'x-user': 'jane'}, {'Host': 'app0.shop'})
        return request

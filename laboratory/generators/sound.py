"""Meshes without a mistake, of what surrounds the way: the Gateway API with certificates, STRICT with exceptions by port, policies that allow
what is asked, egress through REGISTRY_ONLY, Sidecars, StatefulSets, Ingresses. Every request must be answered; check must be silent."""
import yaml

from certificates import secret
from mesh import GATEWAY_API, PROXY, Mesh, url

CONTROLLER = 'istio.io/gateway-controller'


class Sound(Mesh):
    OFFSET = 900000

    def build(self):
        self.wanted = []
        self.registry_only = self.chance(.4)
        self.add('Namespace', None, 'istio-system')
        if self.registry_only:
            self.add('ConfigMap', 'istio-system', 'istio', data={'mesh': yaml.safe_dump({'outboundTrafficPolicy': {'mode': 'REGISTRY_ONLY'}})})
        for namespace in ('shop', 'pay', 'edge'):
            self.add('Namespace', None, namespace, labels={'istio-injection': 'enabled', 'kubernetes.io/metadata.name': namespace,
                                                           **({'exposed': 'yes'} if namespace != 'edge' else {})})
        self.node()
        self.services = [self.workload('shop', 'web'), self.workload('shop', 'cart'), self.workload('pay', 'api')]
        self.strict = self.chance(.5)
        if self.strict:
            self.add_strict()
        self.add_front()
        if self.chance(.5):
            self.add_policies()
        if self.chance(.5):
            self.add_set()
        if self.chance(.5) or self.registry_only:
            self.add_outside()
        if self.chance(.4):
            self.add('Sidecar', 'shop', 'default', {'egress': [{'hosts': ['./*', 'istio-system/*', 'pay/*']}]})
        for _ in range(3):
            self.ask_inside()
        return self

    def workload(self, namespace, name):
        """Adds a Service with its pods, and an account of their own; the metrics of the pods are on a port of their own."""
        target = self.pick(8080, 3000)
        ports = [{'name': 'http', 'port': 80, 'targetPort': self.pick('http', target)}, {'name': 'http-metrics', 'port': 9102, 'targetPort': 9102}]
        self.add('ServiceAccount', namespace, name)
        self.add('Service', namespace, name, {'ports': ports, 'selector': {'app': name}, 'clusterIP': f'10.96.0.{len(self.docs) + 20}'})
        for version in self.pick(['v1'], ['v1', 'v2']):
            address = self.address()
            containers = [{'name': 'app', 'image': 'registry.example.com/app:1', 'ports': [{'containerPort': target, 'name': 'http'},
                                                                                           {'containerPort': 9102, 'name': 'http-metrics'}]}, dict(PROXY)]
            pod = self.running_pod(namespace, f'{name}-{version}-{self.last_address}',
                                   {'app': name, 'version': version, 'security.istio.io/tlsMode': 'istio'}, containers, address, name,
                                   annotations={'sidecar.istio.io/status': '{}'})
        return {'ns': namespace, 'name': name, 'host': f'{name}.{namespace}.svc.cluster.local', 'pod': pod['metadata']['name'],
                'client': f'{namespace}/{pod["metadata"]["name"]}'}

    def add_strict(self):
        self.add('PeerAuthentication', 'istio-system', 'default', {'mtls': {'mode': 'STRICT'}})
        service = self.pick(*self.services)
        self.add('PeerAuthentication', service['ns'], service['name'], {
            'selector': {'matchLabels': {'app': service['name']}}, 'mtls': {'mode': 'STRICT'},
            'portLevelMtls': {9102: {'mode': 'PERMISSIVE'}}})

    def add_front(self):
        """Adds the way in: a Gateway of the Gateway API, or one of Istio's behind an Ingress."""
        if self.chance(.3):
            return self.add_ingress()
        self.add('GatewayClass', None, 'istio', {'controllerName': CONTROLLER}, api=GATEWAY_API)
        namespace = self.pick('shop', 'edge')
        allowed = {'namespaces': self.pick({'from': 'All'}, {'from': 'Selector', 'selector': {'matchLabels': {'exposed': 'yes'}}})}
        listeners = [{'name': 'http', 'port': 80, 'protocol': 'HTTP', 'allowedRoutes': allowed}]
        tls = self.chance(.6)
        if tls:
            self.docs.append(secret(namespace, 'front-cert', ['*.example.com']))
            listeners.append({'name': 'https', 'port': 443, 'protocol': 'HTTPS', 'hostname': '*.example.com', 'allowedRoutes': allowed,
                              'tls': {'mode': 'Terminate', 'certificateRefs': [{'name': 'front-cert'}]}})
        self.add('Gateway', namespace, 'front', {'gatewayClassName': 'istio', 'listeners': listeners}, api=GATEWAY_API)
        self.front(namespace, 'front-istio', {'gateway.networking.k8s.io/gateway-name': 'front'}, [(p['name'], p['port'], p['port']) for p in listeners])
        parent = {'name': 'front', **({'namespace': namespace} if namespace != 'shop' else {})}
        for_all = self.backends()
        redirected = tls and self.chance(.5)
        if redirected:
            self.add('HTTPRoute', 'shop', 'redirect', {'parentRefs': [{**parent, 'sectionName': 'http'}], 'hostnames': ['shop.example.com'], 'rules': [
                {'filters': [{'type': 'RequestRedirect', 'requestRedirect': {'scheme': 'https', 'statusCode': 301}}]}]}, api=GATEWAY_API)
        self.add('HTTPRoute', 'shop', 'front', {'parentRefs': [{**parent, 'sectionName': 'https'} if redirected else parent],
                                               'hostnames': ['shop.example.com'], 'rules': for_all}, api=GATEWAY_API)
        for path in ('/', '/api/1', '/cart'):
            self.want('http', path)
            if tls:
                self.want('https', path)

    def backends(self):
        """Rules to Services of the route's own namespace, and with a grant to another."""
        def backend(service):
            return {'name': service['name'], 'port': 80, **({'namespace': service['ns']} if service['ns'] != 'shop' else {})}

        web, cart, api = self.services
        rules = [{'matches': [{'path': {'type': 'PathPrefix', 'value': '/api'}}], 'backendRefs': [backend(api)]}]
        self.add('ReferenceGrant', 'pay', 'shop-routes', {'from': [{'group': 'gateway.networking.k8s.io', 'kind': 'HTTPRoute', 'namespace': 'shop'}],
                                                         'to': [{'group': '', 'kind': 'Service'}]}, api='gateway.networking.k8s.io/v1beta1')
        if self.chance(.5):
            rules[0]['filters'] = [{'type': 'URLRewrite', 'urlRewrite': {'path': {'type': 'ReplacePrefixMatch', 'replacePrefixMatch': '/'}}}]
        if self.chance(.5):
            rules.append({'matches': [{'path': {'type': 'Exact', 'value': '/cart'}, 'method': 'GET'}], 'backendRefs': [
                {**backend(cart), 'weight': 90}, {**backend(web), 'weight': 10}]})
        return rules + [{'backendRefs': [backend(web)]}]

    def add_ingress(self):
        self.add('IngressClass', None, 'istio', {'controller': 'istio.io/ingress-controller'})
        spec = {'ingressClassName': 'istio', 'rules': [{'host': 'shop.example.com', 'http': {'paths': [
            {'path': '/cart', 'pathType': 'Prefix', 'backend': {'service': {'name': 'cart', 'port': {'number': 80}}}},
            {'path': '/', 'pathType': 'Prefix', 'backend': {'service': {'name': 'web', 'port': {'name': 'http'}}}}]}}]}
        tls = self.chance(.5)
        if tls:
            self.docs.append(secret('istio-system', 'front-cert', ['shop.example.com']))
            spec['tls'] = [{'hosts': ['shop.example.com'], 'secretName': 'front-cert'}]
        self.add('Ingress', 'shop', 'front', spec)
        self.front('istio-system', 'istio-ingressgateway', {'app': 'istio-ingressgateway', 'istio': 'ingressgateway'},
                   [('http2', 80, 8080), ('https', 443, 8443)])
        for path in ('/', '/cart/1'):
            self.want('http', path)
            if tls:
                self.want('https', path)

    def front(self, namespace, name, labels, ports):
        """Adds the Service and the pod of a gateway."""
        self.add('ServiceAccount', namespace, name)
        self.add('Service', namespace, name, {
            'type': 'LoadBalancer', 'clusterIP': '10.96.0.10', 'selector': labels, 'ports': [
                {'name': 'status-port', 'port': 15021, 'targetPort': 15021, 'nodePort': 30021}]
            + [{'name': n, 'port': p, 'targetPort': t, 'nodePort': 30001 + i} for i, (n, p, t) in enumerate(ports)]},
            labels=labels, status={'loadBalancer': {'ingress': [{'ip': '203.0.113.10'}]}})
        self.gateway_pod(namespace, name + '-x', labels, [{'containerPort': 15021}], name)
        self.principal = f'cluster.local/ns/{namespace}/sa/{name}'

    def add_policies(self):
        """Every Service allows those that ask it: the gateway, and the accounts of the mesh."""
        allowed = [{'from': [{'source': {'principals': [self.principal]}}]},
                   {'from': [{'source': self.pick({'namespaces': ['shop', 'pay']}, {'principals': ['cluster.local/ns/shop/*', 'cluster.local/ns/pay/*']})}]}]
        for service in self.services:  # one for a namespace would be one for a gateway's pod in it, too
            self.add('AuthorizationPolicy', service['ns'], service['name'], {
                'selector': {'matchLabels': {'app': service['name']}}, 'action': 'ALLOW', 'rules': allowed})
        if self.chance(.5):
            self.add('AuthorizationPolicy', 'shop', 'private', {'action': 'DENY', 'selector': {'matchLabels': {'app': 'web'}}, 'rules': [
                {'to': [{'operation': {'paths': ['/internal*']}}], 'from': [{'source': {'notNamespaces': ['shop']}}]}]})

    def add_set(self):
        """A StatefulSet whose pods are asked by name."""
        ports = [{'name': 'http', 'port': 8080, 'targetPort': 8080}]
        self.add('Service', 'shop', 'db', {'ports': ports, 'selector': {'app': 'db'}, 'clusterIP': 'None'})
        for i in range(self.pick(1, 2)):
            containers = [{'name': 'app', 'image': 'registry.example.com/db:1', 'ports': [{'containerPort': 8080, 'name': 'http'}]}, dict(PROXY)]
            self.running_pod('shop', f'db-{i}', {'app': 'db', 'security.istio.io/tlsMode': 'istio'}, containers, self.address(), 'default',
                             annotations={'sidecar.istio.io/status': '{}'}, hostname=f'db-{i}', subdomain='db')
        host = self.pick('db-0.db.shop.svc.cluster.local', 'db.shop.svc.cluster.local', 'db')
        self.wanted.append({'url': url('http', host, 8080, '/'), 'from': self.services[0]['client']})

    def add_outside(self):
        host = self.pick('api.partner.example', 'www.partner.example')
        port, scheme = self.pick(({'number': 443, 'name': 'tls', 'protocol': 'TLS'}, 'https'), ({'number': 443, 'name': 'https', 'protocol': 'HTTPS'}, 'https'),
                                 ({'number': 80, 'name': 'http', 'protocol': 'HTTP'}, 'http'))
        self.add('ServiceEntry', 'shop', 'partner', {'hosts': [host], 'ports': [port], 'location': 'MESH_EXTERNAL',
                                                    'resolution': self.pick('DNS', 'NONE')})
        self.wanted.append({'url': f'{scheme}://{host}/', 'from': self.services[0]['client']})

    def ask_inside(self):
        client, service = self.pick(*self.services[:2]), self.pick(*self.services)
        short = [service['name']] if service['ns'] == client['ns'] else []
        self.wanted.append({'url': url('http', self.pick(service['host'], f'{service["name"]}.{service["ns"]}', *short), self.pick(80, 80, 9102), '/x'),
                            'from': client['client']})

    def want(self, scheme, path):
        self.wanted.append({'url': f'{scheme}://shop.example.com{path}', 'address': '203.0.113.10:' + ('443' if scheme == 'https' else '80')})

    def requests(self):
        return list({str(request): request for request in self.wanted}.values())

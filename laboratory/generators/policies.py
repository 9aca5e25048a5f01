"""Who may ask whom: mTLS by mesh, namespace, workload and port; AuthorizationPolicies on workloads, namespaces, the mesh and the gateway;
tokens. Requests come from pods with and without a proxy, of several accounts, and from outside."""
import yaml

from mesh import PROXY, Mesh, url
from outside import LOAD_BALANCER

#: a key that signed no token that is sent here
KEYS = ('{"keys":[{"kty":"RSA","e":"AQAB","kid":"lab","n":"xAE7eB6qugXyCAG3yhh7pkDkT65pHymX-P7KfIupjf59vsdo91bSP9C8H07pSAGQO1MV_xFj9VswgsCg4R6o'
        'tmg5PV2He95lZdHtOcU5DXIg_pbhLdKXbi66GlVeK6ABZOUW3WYtnNHD-91gVuoeJT_DwtGGcp4ignkgXfkiEm4sw-4sfb4qdt5oLbyVpmW6x9cfa7vs2WTfURiCrBo'
        'UqgBo_-4WTiULmmHSGZHOjzwa8WtrtOQGsAFjIbno85jp6MnGGGZPYZbDAa_b3y5u-YpW7ypZrvD8BgtKVjgtQgZhLAGezMt0ua3DRrWnKqTZ0BJ_EyxOGuHJrLsn00'
        'fnMQ"}]}')


class Policies(Mesh):
    OFFSET = 400000

    def build(self):
        self.add('Namespace', None, 'istio-system')
        if self.chance(.15):
            self.add('ConfigMap', 'istio-system', 'istio', data={'mesh': yaml.safe_dump({'enableAutoMtls': False})})
        for namespace in ('shop', 'other', 'legacy'):
            self.add('Namespace', None, namespace, labels=None if namespace == 'legacy' else {'istio-injection': 'enabled'})
        self.services = [self.workload(self.pick('shop', 'shop', 'other'), name, self.chance(.85))
                         for name in self.random.sample(['catalog', 'cart', 'api'], self.random.randint(1, 2))]
        self.callers = [self.workload(*caller) for caller in (('shop', 'web', True), ('other', 'job', True), ('legacy', 'cron', False))]
        self.add_gateway()
        self.add_peer_authentication()
        for i in range(self.random.choices([0, 1, 2, 3], [1, 6, 3, 1])[0]):
            self.add_authorization_policy(i)
        if self.chance(.25):
            self.add_request_authentication()
        for service in self.services:
            if self.chance(.15):
                self.add('DestinationRule', service['ns'], service['name'], {
                    'host': service['host'], 'trafficPolicy': {'tls': {'mode': self.pick('DISABLE', 'ISTIO_MUTUAL', 'SIMPLE')}}})
        return self

    def workload(self, namespace, name, sidecar):
        """Adds a Service with two ports and its pod, of an account of its own."""
        ports = [{'name': 'http', 'port': 80, 'targetPort': 8080}, {'name': 'http-admin', 'port': 9000, 'targetPort': 9090}]
        self.add('Service', namespace, name, {'ports': ports, 'selector': {'app': name}, 'clusterIP': f'10.96.0.{self.last_address + 20}'})
        address = self.address()
        labels = {'app': name, 'version': 'v1', **({'security.istio.io/tlsMode': 'istio'} if sidecar else {})}
        containers = [{'name': 'app', 'image': 'registry.example.com/app:1',
                       'ports': [{'containerPort': 8080, 'name': 'http'}, {'containerPort': 9090, 'name': 'http-admin'}]}]
        self.running_pod(namespace, f'{name}-v1-{self.last_address}', labels, containers + ([dict(PROXY)] if sidecar else []), address, name,
                         annotations={'sidecar.istio.io/status': '{}'} if sidecar else None)
        return {'ns': namespace, 'name': name, 'host': f'{name}.{namespace}.svc.cluster.local', 'address': address,
                'pod': f'{name}-v1-{self.last_address}'}

    def add_gateway(self):
        ports = [{'name': 'http2', 'port': 80, 'targetPort': 8080}]
        self.add('Service', 'istio-system', 'istio-ingressgateway', {
            'type': 'LoadBalancer', 'selector': {'istio': 'ingressgateway'}, 'clusterIP': '10.96.0.10', 'ports': ports},
            labels={'istio': 'ingressgateway'}, status={'loadBalancer': {'ingress': [{'ip': LOAD_BALANCER}]}})
        self.gateway_pod('istio-system', 'istio-ingressgateway-x', {'app': 'istio-ingressgateway', 'istio': 'ingressgateway'},
                         [{'containerPort': 8080}], 'istio-ingressgateway')
        self.add('Gateway', 'shop', 'front', {'selector': {'istio': 'ingressgateway'}, 'servers': [
            {'port': {'number': 80, 'name': 'http', 'protocol': 'HTTP'}, 'hosts': ['shop.example.com']}]})
        service = self.services[0]
        self.add('VirtualService', 'shop', 'front', {'hosts': ['shop.example.com'], 'gateways': ['front'], 'http': [
            {'route': [{'destination': {'host': service['host'], 'port': {'number': 80}}}]}]})

    def add_peer_authentication(self):
        def mode():
            return {'mode': self.pick('STRICT', 'STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET')}

        if self.chance(.35):
            self.add('PeerAuthentication', 'istio-system', 'default', {'mtls': mode()})
        if self.chance(.3):
            self.add('PeerAuthentication', self.pick('shop', 'other'), 'default', {'mtls': mode()})
        for service in self.services:
            if self.chance(.4):
                spec = {'selector': {'matchLabels': {'app': service['name']}}}
                if self.chance(.7):
                    spec['mtls'] = mode()
                if self.chance(.8):
                    # 80 and 9000 are ports of the Service, where a port of the pod belongs
                    spec['portLevelMtls'] = {self.pick(8080, 8080, 9090, 9090, 80, 9000): mode() for _ in range(self.count(3, 1))}
                self.add('PeerAuthentication', service['ns'], f'{service["name"]}-ports', spec)

    def source(self):
        address = self.pick(*self.callers)['address']
        return self.pick(
            {'principals': ['cluster.local/ns/shop/sa/web']}, {'principals': ['cluster.local/ns/shop/*']}, {'principals': ['*/sa/job']},
            {'principals': ['*']}, {'notPrincipals': ['cluster.local/ns/other/sa/job']}, {'namespaces': ['shop']}, {'namespaces': ['sh*', 'istio-system']},
            {'notNamespaces': ['other']}, {'serviceAccounts': ['shop/web']}, {'serviceAccounts': ['web', 'other/job']}, {'ipBlocks': [address]},
            {'ipBlocks': ['10.244.0.0/16']}, {'notIpBlocks': [f'{address}/32']}, {'requestPrincipals': ['*']}, {'notRequestPrincipals': ['*']},
            {'namespaces': ['shop'], 'notPrincipals': ['*/sa/web']}, {'principals': ['cluster.local/ns/istio-system/sa/istio-ingressgateway']})

    def operation(self):
        return self.pick(
            {'paths': ['/api*']}, {'paths': ['*/admin']}, {'paths': ['/', '/x']}, {'paths': ['/v1/{*}/items']}, {'paths': ['/v1/{**}']},
            {'notPaths': ['/private*']}, {'methods': ['GET']}, {'methods': ['POST', 'PUT']}, {'notMethods': ['POST']}, {'ports': ['8080']},
            {'ports': ['80']}, {'notPorts': ['9090']}, {'ports': ['9090'], 'methods': ['GET']}, {'hosts': ['shop.example.com']},
            {'hosts': ['*.svc.cluster.local']}, {'notHosts': ['shop.example.com']}, {'paths': ['/api/*'], 'methods': ['GET'], 'ports': ['8080']})

    def condition(self):
        return self.pick(
            {'key': 'request.headers[x-user]', 'values': ['jane']}, {'key': 'request.headers[x-user]', 'notValues': ['jane']},
            {'key': 'source.namespace', 'values': ['shop']}, {'key': 'source.principal', 'values': ['cluster.local/ns/shop/sa/web']},
            {'key': 'source.ip', 'values': [self.pick(*self.callers)['address']]}, {'key': 'destination.port', 'values': ['8080']},
            {'key': 'request.auth.claims[iss]', 'values': ['issuer.example.com']}, {'key': 'request.headers[x-user]', 'values': ['ja*']},
            {'key': 'destination.ip', 'values': ['10.244.0.0/16']})

    def policy_rule(self):
        rule = {}
        if self.chance(.6):
            rule['from'] = [{'source': self.source()} for _ in range(self.count(4, 1))]
        if self.chance(.6):
            rule['to'] = [{'operation': self.operation()} for _ in range(self.count(4, 1))]
        if self.chance(.25):
            rule['when'] = [self.condition()]
        return rule

    def add_authorization_policy(self, index):
        spec = {'action': self.weighed(ALLOW=5, DENY=3, AUDIT=.3)}
        if spec['action'] == 'DENY' or self.chance(.92):
            spec['rules'] = [self.policy_rule() for _ in range(self.count(3, 2))]
        where = self.weighed(workload=6, namespace=2, mesh=1, gateway=2, rootselector=.7)
        service = self.pick(*self.services)
        namespace = 'istio-system'
        if where in ('workload', 'namespace'):
            namespace = service['ns']
        if where in ('workload', 'rootselector'):
            spec['selector'] = {'matchLabels': {'app': service['name']}}
        if where == 'gateway':
            spec['selector'] = {'matchLabels': {'istio': 'ingressgateway'}}
        self.add('AuthorizationPolicy', namespace, f'policy{index}', spec)

    def add_request_authentication(self):
        service = self.pick(*self.services)
        namespace, labels = self.pick((service['ns'], {'app': service['name']}), ('istio-system', {'istio': 'ingressgateway'}))
        self.add('RequestAuthentication', namespace, 'tokens', {
            'selector': {'matchLabels': labels}, 'jwtRules': [{'issuer': 'issuer.example.com', 'jwks': KEYS}]})

    def requests(self):
        out = []
        for _ in range(11):
            service = self.pick(*self.services)
            path = self.pick('/', '/x', '/api/1', '/private/1', '/v1/a/items', '/v1/a/b/items', '/admin')
            port = self.pick(80, 80, 9000)
            way = self.weighed(name=6, pod=1, outside=3)
            if way == 'outside':
                request = {'url': url('http', 'shop.example.com', 80, path), 'address': f'{LOAD_BALANCER}:80'}
            else:
                caller = self.pick(*self.callers)
                host = service['host'] if way == 'name' else service['address']
                number = port if way == 'name' else {80: 8080, 9000: 9090}[port]
                request = {'url': url('http', host, number, path), 'from': f'{caller["ns"]}/{caller["pod"]}'}
            headers = {}
            if self.chance(.25):
                headers['x-user'] = self.pick('jane', 'bob')
            if self.chance(.08):
                headers['authorization'] = 'Bearer nonsense'
            if headers:
                request['headers'] = headers
            if self.chance(.15):
                request['method'] = self.pick('POST', 'PUT')
            if request not in out:
                out.append(request)
        return out

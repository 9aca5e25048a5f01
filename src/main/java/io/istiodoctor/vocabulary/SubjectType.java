package io.istiodoctor.vocabulary;

import io.istiodoctor.conversion.ServedCertificate;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.conversion.gatewayapi.BackendlessRule;
import io.istiodoctor.conversion.gatewayapi.GatewayAddress;
import io.istiodoctor.conversion.gatewayapi.OldDefinition;
import io.istiodoctor.conversion.gatewayapi.ParentReference;
import io.istiodoctor.conversion.gatewayapi.UnservedBackend;
import io.istiodoctor.conversion.gatewayapi.UnservedListener;
import io.istiodoctor.conversion.gatewayapi.UnservedPolicy;
import io.istiodoctor.conversion.ingress.IngressBackend;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.admission.DeprecatedField;
import io.istiodoctor.mesh.admission.FieldFlaw;
import io.istiodoctor.mesh.ambient.AmbientNamespace;
import io.istiodoctor.mesh.ambient.AmbientPod;
import io.istiodoctor.mesh.ambient.WaypointGateway;
import io.istiodoctor.mesh.ambient.WaypointUse;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.ControlPlane;
import io.istiodoctor.mesh.config.ExcludedNamespace;
import io.istiodoctor.mesh.config.NetworkRegistry;
import io.istiodoctor.mesh.destination.BroadTls;
import io.istiodoctor.mesh.destination.ClientTls;
import io.istiodoctor.mesh.destination.DestinationRule;
import io.istiodoctor.mesh.destination.DestinationRuleOverlap;
import io.istiodoctor.mesh.destination.ExternalPort;
import io.istiodoctor.mesh.destination.Subset;
import io.istiodoctor.mesh.destination.TrafficPolicy;
import io.istiodoctor.mesh.extension.FilterPatch;
import io.istiodoctor.mesh.extension.Telemetry;
import io.istiodoctor.mesh.gateway.Credential;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayAccount;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.LoadBalancerPort;
import io.istiodoctor.mesh.gateway.PortConflict;
import io.istiodoctor.mesh.ingress.IngressSecret;
import io.istiodoctor.mesh.ingress.IngressUse;
import io.istiodoctor.mesh.injection.InjectedNamespace;
import io.istiodoctor.mesh.injection.InjectionLabel;
import io.istiodoctor.mesh.injection.IstioAnnotation;
import io.istiodoctor.mesh.injection.PodInjection;
import io.istiodoctor.mesh.injection.ProxySkew;
import io.istiodoctor.mesh.injection.RevisionedObject;
import io.istiodoctor.mesh.injection.Webhook;
import io.istiodoctor.mesh.network.MetalLbPool;
import io.istiodoctor.mesh.policy.ConnectionPort;
import io.istiodoctor.mesh.policy.DirectEntry;
import io.istiodoctor.mesh.policy.ExcludedPort;
import io.istiodoctor.mesh.policy.PlainProbe;
import io.istiodoctor.mesh.policy.PolicyScope;
import io.istiodoctor.mesh.policy.PolicyUse;
import io.istiodoctor.mesh.policy.PolicyUses;
import io.istiodoctor.mesh.policy.PolicyValues;
import io.istiodoctor.mesh.policy.PortMode;
import io.istiodoctor.mesh.policy.RefusedGateway;
import io.istiodoctor.mesh.policy.TokenRule;
import io.istiodoctor.mesh.route.Binding;
import io.istiodoctor.mesh.route.Destination;
import io.istiodoctor.mesh.route.GatewayReference;
import io.istiodoctor.mesh.route.GatewayUse;
import io.istiodoctor.mesh.route.HostConflict;
import io.istiodoctor.mesh.route.PortRouting;
import io.istiodoctor.mesh.route.Redirect;
import io.istiodoctor.mesh.route.RegexUse;
import io.istiodoctor.mesh.route.RouteMatch;
import io.istiodoctor.mesh.route.ServerUse;
import io.istiodoctor.mesh.route.SharedCertificate;
import io.istiodoctor.mesh.route.SniHost;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.route.VirtualServiceHost;
import io.istiodoctor.mesh.route.VirtualServiceRule;
import io.istiodoctor.mesh.route.WrittenHost;
import io.istiodoctor.mesh.service.AddressClaim;
import io.istiodoctor.mesh.service.AddressRequest;
import io.istiodoctor.mesh.service.EntryPort;
import io.istiodoctor.mesh.service.InferencePool;
import io.istiodoctor.mesh.service.LocalhostBinding;
import io.istiodoctor.mesh.service.NodePortClaim;
import io.istiodoctor.mesh.service.PortUse;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.mesh.workload.WorkloadSelector;
import io.istiodoctor.proxy.AmbientService;
import io.istiodoctor.proxy.NetworkBarrier;
import io.istiodoctor.proxy.PlainBackend;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.StatusCondition;
import io.istiodoctor.proxy.sidecar.EgressHost;
import io.istiodoctor.proxy.sidecar.NamedDestination;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a rule can be asked of, a part of the mesh or of what its proxies are told: each constant is a value of {@code for} in rule files, and binds one variable. */
public enum SubjectType {
    WORKLOAD("workload", "workload", Workload.class, Mesh::workloads),
    WORKLOAD_SELECTOR("workloadSelector", "selector", WorkloadSelector.class, Mesh::workloadSelectors),
    SERVICE("service", "service", Service.class, Mesh::services),
    SERVICE_PORT("servicePort", "port", ServicePort.class, m -> each(m.services(), Service::ports)),
    GATEWAY("gateway", "gateway", Gateway.class, Mesh::gateways),
    GATEWAY_SERVER("gatewayServer", "server", GatewayServer.class, m -> each(m.gateways(), Gateway::servers)),
    GATEWAY_USE("gatewayUse", "use", GatewayUse.class, Mesh::gatewayUses),
    SERVER_USE("serverUse", "use", ServerUse.class, m -> each(m.gatewayUses(), GatewayUse::servers)),
    CREDENTIAL("credential", "credential", Credential.class,
            m -> each(each(m.gateways(), Gateway::servers), GatewayServer::credentials)),
    VIRTUAL_SERVICE("virtualService", "virtualService", VirtualService.class, Mesh::virtualServices),
    VIRTUAL_SERVICE_HOST("virtualServiceHost", "host", VirtualServiceHost.class,
            m -> each(m.virtualServices(), VirtualService::hosts)),
    GATEWAY_REFERENCE("gatewayReference", "reference", GatewayReference.class,
            m -> each(m.virtualServices(), VirtualService::gateways)),
    DESTINATION("destination", "destination", Destination.class, m -> each(m.virtualServices(), VirtualService::destinations)),
    REGEX("regex", "regex", RegexUse.class, m -> each(m.virtualServices(), VirtualService::regexes)),
    DESTINATION_RULE("destinationRule", "destinationRule", DestinationRule.class, Mesh::destinationRuleObjects),
    SUBSET("subset", "subset", Subset.class, m -> each(m.destinationRuleObjects(), DestinationRule::subsets)),
    NODE_PORT("nodePort", "claim", NodePortClaim.class, Mesh::nodePortClaims),
    INFERENCE_POOL("inferencePool", "pool", InferencePool.class, Mesh::inferencePools),
    ADDRESS_REQUEST("addressRequest", "request", AddressRequest.class, m -> AddressRequest.of(m.services())),
    EXTERNAL_ADDRESS("externalAddress", "claim", AddressClaim.class, m -> AddressClaim.of(m.services())),
    BINDING("binding", "binding", Binding.class, Mesh::bindings),
    PORT_CONFLICT("portConflict", "conflict", PortConflict.class, Mesh::portConflicts),
    HOST_CONFLICT("hostConflict", "rivals", HostConflict.class, m -> HostConflict.of(m.portConflicts(), m.gatewayUses())),
    SHARED_CERTIFICATE("sharedCertificate", "shared", SharedCertificate.class, m -> each(m.gatewayUses(), GatewayUse::sharedCertificates)),
    EXCLUDED_NAMESPACE("excludedNamespace", "excluded", ExcludedNamespace.class, Mesh::excludedNamespaces),
    GATEWAY_ACCOUNT("gatewayAccount", "account", GatewayAccount.class, Mesh::gatewayAccounts),
    CLIENT_TLS("clientTls", "tls", ClientTls.class, m -> each(m.destinationRuleObjects(), ClientTls::of)),
    BROAD_TLS("broadTls", "broad", BroadTls.class, Mesh::broadTls),
    SNI_HOST("sniHost", "sni", SniHost.class, m -> each(m.virtualServices(), SniHost::of)),
    RULE("virtualServiceRule", "rule", VirtualServiceRule.class, m -> each(m.virtualServices(), VirtualService::rules)),
    ROUTE_MATCH("routeMatch", "match", RouteMatch.class,
            m -> each(each(m.virtualServices(), VirtualService::rules), VirtualServiceRule::matches)),
    WRITTEN_HOST("writtenHost", "host", WrittenHost.class, m -> WrittenHost.of(m.virtualServices(), m.gateways())),
    INGRESS("ingress", "ingress", IngressUse.class, Mesh::ingresses),
    LOAD_BALANCER_PORT("loadBalancerPort", "balanced", LoadBalancerPort.class, Mesh::loadBalancerPorts),
    INGRESS_SECRET("ingressSecret", "secret", IngressSecret.class, Mesh::ingressSecrets),
    REDIRECT("redirect", "redirect", Redirect.class, m -> Redirect.of(m.virtualServices(), m.gateways())),
    METALLB_POOL("metalLbPool", "pool", MetalLbPool.class, Mesh::metalLbPools),
    PORT_USE("portUse", "use", PortUse.class, Mesh::portUses),
    PORT_ROUTING("portRouting", "routing", PortRouting.class, Mesh::portRoutings),
    DESTINATION_RULE_OVERLAP("destinationRuleOverlap", "overlap", DestinationRuleOverlap.class, Mesh::destinationRuleOverlaps),
    TRAFFIC_POLICY("trafficPolicy", "policy", TrafficPolicy.class, m -> each(m.destinationRuleObjects(), TrafficPolicy::of)),
    LOCALHOST_BINDING("localhostBinding", "binding", LocalhostBinding.class, Mesh::localhostBindings),
    POLICY_SCOPE("policyScope", "policy", PolicyUses::scopes, PolicyScope.class),
    POLICY("policy", "policy", PolicyUses::policies, PolicyUse.class),
    POLICY_VALUES("policyValues", "compared", PolicyUses::values, PolicyValues.class),
    CONNECTION_PORT("connectionPort", "connections", PolicyUses::connectionPorts, ConnectionPort.class),
    REFUSED_GATEWAY("refusedGateway", "refused", PolicyUses::refusedGateways, RefusedGateway.class),
    TOKEN_RULE("tokenRule", "token", PolicyUses::tokenRules, TokenRule.class),
    DIRECT_ENTRY("directEntry", "entry", PolicyUses::directEntries, DirectEntry.class),
    PORT_MODE("portMode", "mode", PolicyUses::portModes, PortMode.class),
    EXCLUDED_PORT("excludedPort", "excluded", PolicyUses::excludedPorts, ExcludedPort.class),
    PLAIN_PROBE("plainProbe", "plain", PolicyUses::plainProbes, PlainProbe.class),
    CONTROL_PLANE("controlPlane", "istiod", ControlPlane.class, Mesh::controlPlanes),
    REVISIONED_OBJECT("revisionedObject", "object", RevisionedObject.class, Mesh::revisionedObjects),
    WEBHOOK("webhook", "webhook", Webhook.class, m -> m.injections().webhooks()),
    INJECTED_NAMESPACE("injectedNamespace", "injected", InjectedNamespace.class, m -> m.injections().namespaces()),
    POD_INJECTION("podInjection", "pod", PodInjection.class, m -> m.injections().pods()),
    INJECTION_LABEL("injectionLabel", "label", InjectionLabel.class, m -> m.injections().labels()),
    ANNOTATION("annotation", "annotation", IstioAnnotation.class, m -> m.injections().annotations()),
    PROXY_SKEW("proxySkew", "skew", ProxySkew.class, m -> m.injections().skews()),
    FILTER_PATCH("filterPatch", "patch", FilterPatch.class, Mesh::filterPatches),
    TELEMETRY("telemetry", "telemetry", Telemetry.class, Mesh::telemetries),
    NETWORK_REGISTRY("networkRegistry", "registry", NetworkRegistry.class, Mesh::networkRegistries),
    UNSERVED(Unserved.class, "unserved", "unserved", Proxies::unserved),
    UNSERVED_BACKEND(UnservedBackend.class, "unservedBackend", "backend", Proxies::unservedBackends),
    BACKENDLESS_RULE(BackendlessRule.class, "backendlessRule", "rule", Proxies::backendlessRules),
    UNSERVED_LISTENER(UnservedListener.class, "unservedListener", "listener", Proxies::unservedListeners),
    UNSERVED_POLICY(UnservedPolicy.class, "unservedPolicy", "policy", Proxies::unservedPolicies),
    PLAIN_BACKEND(PlainBackend.class, "plainBackend", "upstream", Proxies::plainBackends),
    INGRESS_BACKEND(IngressBackend.class, "ingressBackend", "backend", Proxies::ingressBackends),
    PARENT_REFERENCE(ParentReference.class, "parentReference", "parent", Proxies::parentReferences),
    GATEWAY_ADDRESS(GatewayAddress.class, "gatewayAddress", "address", Proxies::gatewayAddresses),
    EGRESS_HOST(EgressHost.class, "egressHost", "egress", Proxies::egressHosts),
    NAMED_DESTINATION(NamedDestination.class, "namedDestination", "named", Proxies::namedDestinations),
    ENTRY_PORT("entryPort", "port", EntryPort.class, m -> EntryPort.of(m.serviceEntries(), m.config())),
    EXTERNAL_PORT("externalPort", "external", ExternalPort.class,
            m -> ExternalPort.of(EntryPort.of(m.serviceEntries(), m.config()), m.destinationRules())),
    WAYPOINT_USE("waypointUse", "use", WaypointUse.class, m -> m.ambient().waypointUses()),
    WAYPOINT("waypoint", "waypoint", WaypointGateway.class, m -> m.ambient().waypointGateways()),
    AMBIENT_POD("ambientPod", "pod", AmbientPod.class, m -> m.ambient().pods()),
    AMBIENT_NAMESPACE("ambientNamespace", "home", AmbientNamespace.class, m -> m.ambient().labelledNamespaces()),
    AMBIENT_SERVICE(AmbientService.class, "ambientService", "ambient", Proxies::ambientServices),
    NETWORK_BARRIER(NetworkBarrier.class, "networkBarrier", "barrier", Proxies::networkBarriers),
    SERVED_CERTIFICATE(ServedCertificate.class, "servedCertificate", "certificate", Proxies::servedCertificates),
    OLD_DEFINITION(OldDefinition.class, "oldDefinition", "definition", Proxies::oldDefinitions),
    STATUS_CONDITION(StatusCondition.class, "statusCondition", "condition", Proxies::statusConditions),
    DEPRECATED_FIELD("deprecatedField", "deprecated", DeprecatedField.class, Mesh::deprecatedFields),
    FLAW("flaw", "flaw", FieldFlaw.class, Mesh::flaws);

    /** What they are parts of. */
    private enum Origin {
        MESH, POLICIES, PROXIES
    }

    private final String label;
    private final String variable;
    private final Class<? extends Subject> type;
    private final Origin origin;
    private final Function<Proxies, List<? extends Subject>> all;

    SubjectType(String label, String variable, Class<? extends Subject> type, Function<Mesh, List<? extends Subject>> all) {
        this(type, label, variable, Origin.MESH, p -> all.apply(p.mesh()));
    }

    SubjectType(String label, String variable, Function<PolicyUses, List<? extends Subject>> all, Class<? extends Subject> type) {
        this(type, label, variable, Origin.POLICIES, p -> all.apply(p.mesh().policyUses()));
    }

    SubjectType(Class<? extends Subject> type, String label, String variable, Function<Proxies, List<? extends Subject>> all) {
        this(type, label, variable, Origin.PROXIES, all);
    }

    SubjectType(Class<? extends Subject> type, String label, String variable, Origin origin,
            Function<Proxies, List<? extends Subject>> all) {
        this.origin = origin;
        this.label = label;
        this.variable = variable;
        this.type = type;
        this.all = all;
    }

    private static <A, B> List<B> each(List<A> owners, Function<A, List<B>> parts) {
        return owners.stream().flatMap(o -> parts.apply(o).stream()).toList();
    }

    /** The value of {@code for}. */
    public String label() {
        return label;
    }

    /** Whether subjects are parts of the mesh, which several threads may ask; what proxies are told is made for one thread. */
    public boolean ofMesh() {
        return origin != Origin.PROXIES;
    }

    /** Whether they are made together with those of other types, of all policies at once: who asks for these meanwhile waits. */
    public boolean ofPolicies() {
        return origin == Origin.POLICIES;
    }

    /** The name by which a rule's expressions see the subject. */
    public String variable() {
        return variable;
    }

    /** The subject's class. */
    public Class<? extends Subject> type() {
        return type;
    }

    /** All subjects of a mesh and its proxies, in the order of the input. */
    public List<? extends Subject> of(Proxies proxies) {
        return all.apply(proxies);
    }

    /** The type of this label. */
    public static Optional<SubjectType> named(String label) {
        return Arrays.stream(values()).filter(t -> t.label.equals(label)).findFirst();
    }
}

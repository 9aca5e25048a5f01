package io.istiodoctor.mesh;

import io.istiodoctor.mesh.admission.Inspection;
import io.istiodoctor.mesh.base.HostNames;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.config.Visibility;
import io.istiodoctor.mesh.destination.DestinationRule;
import io.istiodoctor.mesh.destination.DestinationRules;
import io.istiodoctor.mesh.gateway.Gateways;
import io.istiodoctor.mesh.injection.Injection;
import io.istiodoctor.mesh.network.ClusterNetwork;
import io.istiodoctor.mesh.route.VirtualServices;
import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.sidecar.Sidecars;
import io.istiodoctor.mesh.workload.Workloads;
import java.util.List;

/** What was resolved, room by room. */
record Rooms(Inventory inventory, HostNames names, Injection injection, Workloads workloads, MeshConfig config, Visibility visibility,
        CredentialStore credentials,
        PeerModes peers, Sidecars sidecars, ClusterNetwork network, Services services, DestinationRules chosen, Gateways gateways,
        VirtualServices virtualServices, List<DestinationRule> destinationRules, Inspection inspection) {}

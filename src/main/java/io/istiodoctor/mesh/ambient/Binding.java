package io.istiodoctor.mesh.ambient;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Resource;

/** Which waypoint stands before a Service or pod (fetchWaypointForTarget of Istio). */
public sealed interface Binding {
    /** None is asked for. */
    record None() implements Binding {}

    /**
     * A waypoint that takes the traffic.
     *
     * @param label the label that asks for it
     */
    record Bound(Waypoint waypoint, FieldRef label) implements Binding {}

    /**
     * One is asked for that does not take the traffic, which then goes on without.
     *
     * @param name "namespace/name" of what the label means
     */
    record Unusable(String name, FieldRef label, Fault fault) implements Binding {}

    /** Why a waypoint that is asked for takes nothing. */
    enum Fault {
        /** There is no such Gateway. */
        MISSING,
        /** It is one of Istio's ordinary gateways, which is no waypoint. */
        NO_WAYPOINT,
        /** It takes nothing from this namespace (allowedRoutes). */
        NOT_ALLOWED,
        /** It is not for Services, or not for pods (istio.io/waypoint-for). */
        OTHER_TRAFFIC
    }

    /**
     * A Gateway that is a waypoint.
     *
     * @param trafficType service, workload, all or none
     */
    record Waypoint(Resource gateway, String trafficType) {
        /** Whether it takes what is sent to Services. */
        public boolean forServices() {
            return trafficType.equals("service") || trafficType.equals("all");
        }

        /** Whether it takes what is sent to pods by their own addresses. */
        public boolean forWorkloads() {
            return trafficType.equals("workload") || trafficType.equals("all");
        }
    }
}

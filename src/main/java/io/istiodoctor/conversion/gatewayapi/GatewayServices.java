package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.workload.ManagedGateway;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * The Services whose pods a Gateway configures (extractGatewayServices, IsManaged): the one that istiod makes for it, or those of its addresses.
 *
 * @param hosts full names
 * @param account the service account of the pods; empty when any will do
 */
record GatewayServices(List<String> hosts, String account, List<LeftOut> leftOut) {
    static GatewayServices of(Resource gateway, Controller controller, ConversionInput input) {
        List<Written> addresses = Written.spec(gateway).get("addresses").elements();
        String namespace = gateway.ref().namespace();
        if (deployed(gateway, input)) {
            return new GatewayServices(List.of(input.service(ManagedGateway.name(gateway, controller.namesClass()), namespace)),
                    ManagedGateway.account(gateway, controller.namesClass()), List.of());
        }
        List<String> hosts = new ArrayList<>();
        List<LeftOut> skipped = new ArrayList<>();
        for (Written address : addresses) {
            String value = address.text("value");
            if (address.text("type", "IPAddress").equals("Hostname")) {
                hosts.add(host(address, namespace, input));
            } else {
                skipped.add(LeftOut.of(Reason.ADDRESSES_UNUSABLE, address.at(), value));
            }
        }
        if (hosts.isEmpty()) {
            Written all = Written.spec(gateway).get("addresses");
            skipped = List.of(LeftOut.of(Reason.ADDRESSES_UNUSABLE, FieldRef.of(gateway.ref()), "").because(all.at()));
        }
        return new GatewayServices(hosts, "", skipped);
    }

    /** The full name that an address means. */
    static String host(Written address, String namespace, ConversionInput input) {
        String value = address.text("value");
        return value.contains(".") ? value : input.service(value, namespace);
    }

    /** Whether istiod makes the Deployment and the Service: without an address, or with one that its Service shall have. */
    static boolean deployed(Resource gateway, ConversionInput input) {
        return !input.enabled("ENABLE_GATEWAY_API_MANUAL_DEPLOYMENT", true) || ManagedGateway.deployed(gateway);
    }
}

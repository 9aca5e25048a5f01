package io.istiodoctor.mesh.secret;

import io.istiodoctor.mesh.base.IstioVersion;
import java.util.Optional;

/** The secret agent of gateways from Istio 1.1 to 1.8, which takes some Secrets for those of service accounts (commits 41483011425 to 1f30efc6c14 of Istio). */
public final class OldSecretAgent {
    private OldSecretAgent() {}

    /** Whether a proxy of this release still has it. */
    public static boolean runs(IstioVersion proxy) {
        return !proxy.atLeast(1, 9);
    }

    /** Why it skips a Secret: "name" when that begins with istio or prometheus, "token" when its data has one; else empty. */
    public static String skips(String name, Optional<KeyPair> content) {
        if (name.startsWith("istio") || name.startsWith("prometheus")) {
            return "name";
        }
        return content.filter(KeyPair::token).isPresent() ? "token" : "";
    }
}

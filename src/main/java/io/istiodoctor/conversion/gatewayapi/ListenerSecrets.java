package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.secret.CertificateNames;
import io.istiodoctor.mesh.secret.KeyPair;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Secrets that a listener could present.
 *
 * @param beside the listeners of the same Gateway, which may name them
 */
record ListenerSecrets(GatewayListener listener, List<GatewayListener> beside, ConversionInput input) {
    /** The one beside the listener that is called much as the one asked for, or the only one that is for its host. */
    Optional<String> fitting(String asked) {
        List<String> fitting = known().filter(n -> fits(listener.namespace(), n)).toList();
        return Nearest.name(asked, fitting)
                .or(() -> fitting.size() == 1 && !listener.hostname().isEmpty() ? Optional.of(fitting.getFirst()) : Optional.empty());
    }

    /** The namespace of the only Secret of a name, where that is another one. */
    Optional<String> elsewhere(String asked) {
        return input.credentials().onlyOne(asked).map(s -> s.ref().namespace())
                .filter(n -> !n.equals(listener.namespace()) && fits(n, asked));
    }

    private boolean fits(String namespace, String name) {
        return input.credentials().usable(namespace, name).map(KeyPair::names)
                .filter(names -> listener.hostname().isEmpty() || CertificateNames.cover(names, listener.hostname())).isPresent();
    }

    private Stream<String> known() {
        Stream<String> read = input.all(Kind.SECRET).stream().map(Resource::ref).filter(s -> s.namespace().equals(listener.namespace()))
                .map(ObjectRef::name);
        Stream<String> named = beside.stream().filter(l -> l.namespace().equals(listener.namespace()))
                .flatMap(l -> l.tls().get("certificateRefs").elements().stream())
                .filter(r -> r.text("namespace", listener.namespace()).equals(listener.namespace())).map(r -> r.text("name"));
        return Stream.concat(read, named).filter(n -> !n.isEmpty()).distinct().sorted();
    }
}

package io.istiodoctor.proxy.dump;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The objects that istiod names in what it tells: {@code /apis/networking.istio.io/v1/namespaces/shop/virtual-service/web}. */
final class Origins {
    private final ObjectRef pod;
    private final UnaryOperator<ObjectRef> written;

    /**
     * Finds them.
     *
     * @param pod what stands for objects that are not named
     * @param written the object that someone wrote, for one that istiod made of it
     */
    Origins(ObjectRef pod, UnaryOperator<ObjectRef> written) {
        this.pod = pod;
        this.written = written;
    }

    FieldRef unnamed() {
        return FieldRef.of(pod);
    }

    Optional<ObjectRef> of(Node message) {
        String[] parts = EnvoyJson.text(message, "metadata", "filter_metadata", "istio", "config").split("/");
        if (parts.length != 8 || !parts[1].equals("apis")) {
            return Optional.empty();
        }
        String kind = Arrays.stream(parts[6].split("-")).map(w -> w.isEmpty() ? w : Character.toUpperCase(w.charAt(0)) + w.substring(1))
                .collect(Collectors.joining());
        return Optional.of(written.apply(new ObjectRef(parts[2] + "/" + parts[3], kind, parts[5], parts[7])));
    }
}

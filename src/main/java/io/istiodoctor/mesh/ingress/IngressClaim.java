package io.istiodoctor.mesh.ingress;

import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.model.Resource;
import java.util.Optional;

/** Whether istiod takes an Ingress for its own, and by what it is decided (pilot/pkg/config/kube/ingress, shouldProcessIngressWithClass). */
public enum IngressClaim {
    /** Ingresses are turned off. */
    OFF,
    /** It is Istio's. */
    TAKEN,
    /** The class in its annotation is not the mesh's. */
    OTHER_ANNOTATION,
    /** The IngressClass that it names is another controller's. */
    OTHER_CONTROLLER,
    /** It has no class, and istiod takes only those that have its own. */
    NO_CLASS,
    /** The IngressClass that it names does not exist, and istiod takes only those that have its own. */
    CLASS_MISSING,
    /** The IngressClass that it names does not exist, which counts as none, and istiod takes those as well. */
    TAKEN_WITHOUT_CLASS;

    /** The annotation that names a class. */
    public static final String ANNOTATION = "kubernetes.io/ingress.class";

    private static final String CONTROLLER = "istio.io/ingress-controller";

    /** @param named the IngressClass that the Ingress names; empty where there is none of that name */
    public static IngressClaim of(Resource ingress, MeshConfig config, Optional<Resource> named) {
        String annotated = ingress.annotations().get(ANNOTATION);
        boolean everyone = config.ingressMode().equals("DEFAULT");
        if (config.ingressMode().equals("OFF")) {
            return OFF;
        }
        if (annotated != null) {
            return annotated.equals(config.ingressClass()) ? TAKEN : OTHER_ANNOTATION;
        }
        if (!ingress.spec().get("ingressClassName").isPresent()) {
            return everyone ? TAKEN : NO_CLASS;
        }
        return named.map(c -> c.spec().text("controller").equals(CONTROLLER) ? TAKEN : OTHER_CONTROLLER)
                .orElse(everyone ? TAKEN_WITHOUT_CLASS : CLASS_MISSING);
    }

    /** Whether istiod makes anything of it. */
    public boolean taken() {
        return this == TAKEN || this == TAKEN_WITHOUT_CLASS;
    }
}

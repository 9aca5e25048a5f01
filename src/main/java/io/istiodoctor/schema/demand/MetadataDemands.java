package io.istiodoctor.schema.demand;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.KubernetesName;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Sort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The metadata of an object of any kind, and labels wherever Kubernetes' own kinds have some. */
final class MetadataDemands {
    private static final int LONGEST = 63;
    private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

    private MetadataDemands() {}

    static void judge(Place metadata, Resource object) {
        Place name = metadata.get("name");
        Optional<Kind> kind = object.ref().known();
        if (kind.filter(k -> k == Kind.SERVICE).isPresent()) {
            serviceName(name);
        } else if (kind.filter(k -> k == Kind.NAMESPACE).isPresent()) {
            name.form(KubernetesName.isLabel(name.text()), "dns-label");
        } else if (kind.filter(k -> !k.group().startsWith("rbac.")).isPresent()) {
            name.form(KubernetesName.isName(name.text()), "name-of-an-object");
        }
        Place namespace = metadata.get("namespace");
        namespace.form(namespace.text().isEmpty() || KubernetesName.isLabel(namespace.text()), "namespace");
        labels(metadata.get("labels"));
        metadata.get("annotations").entries().forEach((key, value) -> value.keyForm(isKey(key), "annotation-key"));
    }

    /** The name of a Service; a digit at its beginning is new (KEP-5311). */
    static void serviceName(Place name) {
        boolean label = KubernetesName.isLabel(name.text());
        name.form(label, "name-of-a-service");
        if (label && !SERVICE.matcher(name.text()).matches()) {
            name.tell(Sort.NEWER_FORM, "1.36");
        }
    }

    /** Labels of an object, or a selector of equal labels. */
    static void labels(Place labels) {
        labels.entries().forEach((key, value) -> {
            value.keyForm(isKey(key), "label-key");
            labelValue(value);
        });
    }

    /** A selector of labels, of which all have to hold. */
    static void selector(Place selector) {
        labels(selector.get("matchLabels"));
        for (Place expression : selector.get("matchExpressions").each()) {
            Place key = expression.get("key");
            key.form(isKey(key.text()), "label-key");
            expression.get("operator").oneOf("In", "NotIn", "Exists", "DoesNotExist");
            boolean compared = Set.of("In", "NotIn").contains(expression.text("operator"));
            List<Place> values = expression.get("values").each();
            if (compared && values.isEmpty()) {
                expression.get("values").tell(Sort.MISSING, "");
            } else if (!compared && !values.isEmpty()) {
                expression.get("values").tell(Sort.EXCLUDED, "operator " + expression.text("operator"));
            }
            values.forEach(MetadataDemands::labelValue);
        }
    }

    private static void labelValue(Place value) {
        value.form(value.text().isEmpty() || value.text().length() <= LONGEST && Forms.isName(value.text()), "label-value");
    }

    /** Whether a label or an annotation may be called so: a name of at most 63 characters, with a domain before it or without one. */
    static boolean isKey(String text) {
        int slash = text.indexOf('/');
        String name = text.substring(slash + 1);
        // The prefix of an annotation may have capitals.
        return (slash < 0 || KubernetesName.isName(text.substring(0, slash).toLowerCase(Locale.ROOT)))
                && name.length() <= LONGEST && Forms.isName(name);
    }
}

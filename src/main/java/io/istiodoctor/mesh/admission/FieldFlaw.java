package io.istiodoctor.mesh.admission;

import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.model.WholeNumber;
import io.istiodoctor.schema.Flaw;
import io.istiodoctor.schema.Sort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A field of an object in a file that the API server or Istio's webhook would not take or would drop, or of a stored object that its definition no longer takes. */
public final class FieldFlaw implements Subject {
    private static final int LONGEST_SHOWN = 60;
    private static final int LONGEST_LABEL = 63;

    private final Resource resource;
    private final Flaw flaw;

    FieldFlaw(Resource resource, Flaw flaw) {
        this.resource = resource;
        this.flaw = flaw;
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** Path of the field inside the object; also of a field that is missing. */
    @Override
    @SeenByRules
    public String path() {
        return flaw.path().toString();
    }

    /** What is the matter: unknown-field, newer-field, removed-field, wrong-type, missing, and so on. */
    @SeenByRules
    public Sort sort() {
        return flaw.sort();
    }

    /** Whether the object is stored in a cluster, which was read with its definition; otherwise it stands in a file. */
    @SeenByRules
    public boolean stored() {
        return resource.origin() instanceof Origin.Cluster;
    }

    /** Whether the object is refused for it; otherwise the field has no effect. */
    @SeenByRules
    public boolean refused() {
        return flaw.sort().refused();
    }

    /** The field's name; of an element of a list, the list's name. */
    @SeenByRules
    public String field() {
        return flaw.field();
    }

    /** What stands there, when it is a scalar, cut after 60 characters; empty otherwise. */
    @SeenByRules
    public String value() {
        return flaw.value().length() <= LONGEST_SHOWN ? flaw.value() : flaw.value().substring(0, LONGEST_SHOWN) + "...";
    }

    /** The type of what stands there: object, array, string, number, boolean or null. */
    @SeenByRules
    public String given() {
        return switch (node()) {
            case Mapping mapping -> "object";
            case Sequence list -> "array";
            case Scalar scalar -> scalar.type().name().toLowerCase(Locale.ROOT);
            default -> "null";
        };
    }

    /** What would be right, or what is in the way: a type, a limit, a pattern, a release, a field, or the definition's own words. */
    @SeenByRules
    public String wanted() {
        return flaw.wanted();
    }

    /** What may stand there, in alphabetical order; empty when that is no list. */
    @SeenByRules
    public List<String> choices() {
        return flaw.choices();
    }

    /** The choice that was most likely meant; empty when none is near. */
    @SeenByRules
    public String nearest() {
        return switch (flaw.sort()) {
            case UNKNOWN_FIELD -> Nearest.name(flaw.field(), flaw.choices()).orElse("");
            case NO_CHOICE -> flaw.wanted().isEmpty() ? Nearest.name(flaw.value(), flaw.choices()).orElse("") : "";
            default -> "";
        };
    }

    /** The number that a text in the place of a number says; empty for every other text and every other flaw. */
    @SeenByRules
    public Optional<Long> number() {
        return flaw.sort() == Sort.WRONG_TYPE && flaw.wanted().startsWith("integer") && given().equals("string")
                ? WholeNumber.of(flaw.value()) : Optional.empty();
    }

    /** A name or the value of a label, written as it may be; empty when nothing sensible comes of it, or when it is about something else. */
    @SeenByRules
    public String mended() {
        if (flaw.sort() == Sort.WRONG_TYPE && flaw.wanted().equals("string")) {
            return flaw.value();
        }
        boolean value = flaw.wanted().equals("label-value");
        String text = value ? flaw.value() : flaw.value().toLowerCase(Locale.ROOT);
        String mended = text
                .replaceAll(value ? "[^-A-Za-z0-9_.]+" : flaw.wanted().equals("name-of-an-object") ? "[^-a-z0-9.]+" : "[^-a-z0-9]+", "-")
                .replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
        boolean named = flaw.sort() == Sort.MALFORMED && path().startsWith("metadata");
        return named && mended.length() <= LONGEST_LABEL && !mended.equals(flaw.value()) ? mended : "";
    }

    /** The path as kubectl explain takes it: the kind, and fields without positions. */
    @SeenByRules
    public String explained() {
        StringBuilder path = new StringBuilder(kind().toLowerCase(Locale.ROOT));
        List<Object> steps = flaw.path().steps();
        steps.stream().limit(Math.max(0, steps.size() - 1)).filter(String.class::isInstance).forEach(s -> path.append('.').append(s));
        return path.toString();
    }

    /** The object's API version, as it is written. */
    @SeenByRules
    public String apiVersion() {
        return resource.ref().apiVersion();
    }

    private Node node() {
        return flaw.path().in(resource.root());
    }
}

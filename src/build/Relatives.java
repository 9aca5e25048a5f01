import java.lang.classfile.ClassModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which classes may have the method that a call runs, of which only the class stands in the code that it is called on. */
final class Relatives {
    private final Map<String, ClassModel> all;
    private final Map<String, Set<String>> below = new HashMap<>();
    private final Map<String, Set<String>> relatives = new HashMap<>();

    /** @param all the classes of libraries and program */
    Relatives(Map<String, ClassModel> all) {
        this.all = all;
        all.keySet().forEach(name -> above(name).forEach(s -> below.computeIfAbsent(s, k -> new LinkedHashSet<>()).add(name)));
    }

    /** Whatever an object is that passes for one of a class, all that its own class is made of: an interface's method may be inherited from a class that knows nothing of it. */
    Collection<String> of(String name) {
        return relatives.computeIfAbsent(name, n -> {
            Set<String> found = new LinkedHashSet<>();
            below(n).forEach(b -> found.addAll(above(b)));
            return found;
        });
    }

    /** A class and all that are below it. */
    Set<String> below(String name) {
        return below.getOrDefault(name, Set.of());
    }

    private Set<String> above(String name) {
        Set<String> found = new LinkedHashSet<>();
        addAbove(name, found);
        return found;
    }

    private void addAbove(String name, Set<String> found) {
        ClassModel model = all.get(name);
        if (model != null && found.add(name)) {
            Stream.concat(model.superclass().stream(), model.interfaces().stream()).forEach(s -> addAbove(s.asInternalName(), found));
        }
    }
}

package io.istiodoctor.rule;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The rules that were built into the tool. In a tree of sources that no build has finished there are none. */
public final class BuiltRules {
    /** The package of the rules' classes. */
    public static final String PACKAGE = "io.istiodoctor.built";
    /** The simple name of the class that knows all others: a supplier of a list of them. */
    public static final String INDEX = "Rules";

    private BuiltRules() {}

    /**
     * The rules, ordered by family and name.
     *
     * @param folder where their files are, for those who want to read them
     */
    public static Optional<List<Rule>> of(Path folder) {
        try {
            Supplier<?> index = Class.forName(PACKAGE + "." + INDEX).asSubclass(Supplier.class).getDeclaredConstructor().newInstance();
            return Optional.of(((List<?>) index.get()).stream().map(b -> ((Built) b).rule(folder)).toList());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}

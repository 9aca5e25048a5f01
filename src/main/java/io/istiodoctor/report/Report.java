package io.istiodoctor.report;

import io.istiodoctor.model.Diagnosis;
import java.util.List;
import java.util.Optional;

/** A format of a check's result. A further one is a class of its own and a word in {@link #all()}. */
public sealed interface Report permits TextReport, BriefReport, JsonReport, YamlReport {
    /** Every format, the default first. */
    static List<Report> all() {
        return List.of(new TextReport(), new JsonReport(), new YamlReport());
    }

    /** One line for each finding, for people. */
    static Report brief() {
        return new BriefReport();
    }

    /** The format of this name. */
    static Optional<Report> named(String name) {
        return all().stream().filter(report -> report.name().equals(name)).findFirst();
    }

    /** The name on the command line. */
    String name();

    /** Whether people are to read this, so that the screen's limits count; everything else is UTF-8. */
    default boolean forPeople() {
        return false;
    }

    /** The whole output with its last line break; the same diagnosis and screen give the same text. */
    String render(Diagnosis diagnosis, Screen screen);
}

package io.istiodoctor.trace;

import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A request on its way: what it asks for and the steps so far. */
final class Journey {
    private final Network net;
    private final TraceRequest request;
    private final List<Step> steps = new ArrayList<>();
    private String answer = "";
    private Optional<String> location = Optional.empty();

    Journey(Network net, TraceRequest request) {
        this.net = net;
        this.request = request;
    }

    Network net() {
        return net;
    }

    TraceRequest request() {
        return request;
    }

    List<Step> steps() {
        return steps;
    }

    Journey step(Stage stage, Optional<ObjectRef> object, HopStatus status, String message, String expect, Passed... passed) {
        return step(stage, object, status, message, expect, Arrays.asList(passed));
    }

    Journey step(Stage stage, Optional<ObjectRef> object, HopStatus status, String message, String expect, List<Passed> passed) {
        steps.add(new Step(stage, object, status, message, expect, passed));
        return this;
    }

    /** Ends the way with an answer that no application gives. */
    void answer(String text) {
        answer = text;
    }

    /** Sends the client elsewhere. */
    void redirect(String to, String text) {
        location = Optional.of(to);
        answer = text;
    }

    String answer() {
        return answer;
    }

    Optional<String> location() {
        return location;
    }
}

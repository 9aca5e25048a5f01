package io.istiodoctor.cli;

import io.istiodoctor.model.Timings;

/** Another observer beside timings. */
record TimedObserver(Observer observer, Timings timings) implements Observer {
    @Override
    public void progress(String kind, int count) {
        observer.progress(kind, count);
    }

    @Override
    public void connecting(String cluster) {
        observer.connecting(cluster);
    }

    @Override
    public void note(String message) {
        observer.note(message);
    }
}

package io.istiodoctor.cluster;

import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/** A page of a list that a thread of its own reads, and what comes next, which is known as soon as the page's beginning tells. */
final class PageReading {
    /**
     * What stands on a page.
     *
     * @param next what to ask for to get the next page; empty on the last one
     * @param held about how many bytes of memory its objects take
     */
    record Page(List<Resource> objects, String next, long held) {}

    /** Reads a page from its first token to its last, and tells on the way what comes next. */
    @FunctionalInterface
    interface Body {
        Page read(JsonAnswer in, Consumer<String> next);
    }

    private final ObjectReader reader;
    private final CompletableFuture<String> next = new CompletableFuture<>();
    private final CompletableFuture<Page> page;

    /**
     * Begins to read a page.
     *
     * @param reader by which its objects are read; nobody else's meanwhile
     * @param request asks for the page, and has the answer read, once more where it breaks off
     */
    PageReading(ObjectReader reader, Function<ApiRequests.Body<Page>, Page> request, Body body, Executor threads) {
        this.reader = reader;
        this.page = CompletableFuture.supplyAsync(() -> request.apply(in -> body.read(in, next::complete)), threads);
        var _ = page.whenComplete((read, failure) -> next.complete(read == null ? "" : read.next));
    }

    /** By which its objects are read; of use again when the page is read. */
    ObjectReader reader() {
        return reader;
    }

    /** What to ask for to get the next page, as the page's beginning tells; empty on the last one, and where the page cannot be read. */
    String next() {
        return Parallel.result(next);
    }

    /** What stands on the page; throws what kept it from being read. */
    Page page() {
        return Parallel.result(page);
    }
}

package io.istiodoctor.trace;

/** The application has the request; nothing follows. */
enum Arrived { AT_APPLICATION }

package io.istiodoctor.generated;

import java.nio.file.Path;

/** Writes a mesh for measurements: {@code WriteMesh OBJECTS FILE}. */
final class WriteMesh {
    private WriteMesh() {}

    static void main(String[] arguments) {
        new GeneratedMesh(Integer.parseInt(arguments[0]), false).write(Path.of(arguments[1]));
    }
}

package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    Path folder;

    @Test
    void what_is_too_large_or_no_text_is_told() throws IOException {
        Path large = folder.resolve("large.json");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        assertTrue(error(large).contains("that can be read at once"), error(large));
        assertEquals(folder.resolve("bytes") + ": is no UTF-8 text", error(Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xC3})));
        assertEquals(folder.resolve("none") + ": no such file", error(folder.resolve("none")));
        assertEquals("ä", TextFile.read(Files.writeString(folder.resolve("text"), "ä")).text());
    }

    private static String error(Path file) {
        UserError error = assertThrows(UserError.class, () -> TextFile.read(file));
        assertEquals(UserError.BAD_INPUT, error.exitCode());
        return error.getMessage();
    }
}

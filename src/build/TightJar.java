import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar that is as small as can be: at the best level, without folders, and with sizes where readers look for them first, so that they need
 * not stand behind each entry once more (16 bytes for each of 6,000).
 */
final class TightJar implements AutoCloseable {
    /** One for all entries, so that the same build makes the same bytes. */
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final ZipOutputStream out;

    TightJar(Path file) throws IOException {
        out = new ZipOutputStream(Files.newOutputStream(file));
        out.setLevel(Deflater.BEST_COMPRESSION);
    }

    void put(String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        entry.setTimeLocal(TIME);
        entry.setMethod(ZipEntry.DEFLATED);
        entry.setCrc(sum.getValue());
        entry.setSize(bytes.length);
        entry.setCompressedSize(deflated(bytes));
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    private static long deflated(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                deflater.deflate(buffer);
            }
            return deflater.getBytesWritten();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

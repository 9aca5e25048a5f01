package io.istiodoctor.cli;

import io.istiodoctor.model.UserError;
import io.istiodoctor.source.SizeLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that an option names, beside the state itself. */
public record TextFile(Path path, String text) {
    /**
     * Reads it.
     *
     * @throws UserError (bad input) naming the file
     */
    static TextFile read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return new TextFile(path,
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(SizeLimit.read(path.toString(), in))).toString());
        } catch (NoSuchFileException e) {
            throw new UserError(UserError.BAD_INPUT, path + ": no such file");
        } catch (CharacterCodingException e) {
            throw new UserError(UserError.BAD_INPUT, path + ": is no UTF-8 text");
        } catch (IOException e) {
            throw new UserError(UserError.BAD_INPUT,
                    path + ": cannot be read" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"));
        }
    }
}

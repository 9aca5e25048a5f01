package io.istiodoctor.proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths as Istio's security documentation has them for each mode (Authorization Policy Normalization). */
class PathNormalizationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            NONE                     | /a/../b          | /a/../b
            NONE                     | /a\\b            | /a\\b
            NONE                     | /a%00            | /a%00
            BASE                     | /a/../b          | /b
            BASE                     | /a/./b           | /a/b
            BASE                     | /a/b/..          | /a/
            BASE                     | /a/b/.           | /a/b/
            BASE                     | /../a            | /a
            BASE                     | /a\\b            | /a/b
            BASE                     | /%61%2Db%5f%7E%2e | /a-b_~.
            BASE                     | /%41%7a%30       | /Az0
            BASE                     | /%20%2fb%3a      | /%20%2fb%3a
            BASE                     | /%e4             | /%e4
            BASE                     | /%4              | /%4
            BASE                     | /%zz             | /%zz
            BASE                     | /a%2             | /a%2
            BASE                     | /%41             | /A
            BASE                     | //a              | //a
            BASE                     | /a%00b           | -
            ``                       | /a/../b//c       | /b//c
            DEFAULT                  | /a/../b//c       | /b//c
            MERGE_SLASHES            | //a///b/         | /a/b/
            MERGE_SLASHES            | /a%2Fb           | /a%2Fb
            DECODE_AND_MERGE_SLASHES | /a%2Fb%2fc       | /a/b/c
            DECODE_AND_MERGE_SLASHES | /a%5Cb%5cc       | /a/b/c
            DECODE_AND_MERGE_SLASHES | /a%2F%2Fb/..     | /a/
            """)
    void a_path_as_routes_and_policies_see_it(String mode, String path, String seen) {
        assertEquals(Optional.ofNullable(seen), PathNormalization.of(mode).normalized(path));
    }
}

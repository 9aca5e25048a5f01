package io.istiodoctor.mesh.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IstioVersionTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            docker.io/istio/proxyv2:1.5.10,            1.5
            gcr.io:5000/istio/proxyv2:v1.20.3-distroless, 1.20
            proxyv2:latest,                            none
            registry:5000/proxyv2,                     none
            istio/proxyv2@sha256:1.2abc,               none
            istio/proxyv2:1.22.1@sha256:abc,           1.22
            """)
    void a_release_is_read_from_an_images_tag(String image, String version) {
        assertEquals(version, IstioVersion.ofImage(image).map(IstioVersion::toString).orElse("none"));
    }

    @Test
    void releases_are_compared_as_numbers() {
        assertEquals(true, new IstioVersion(1, 10).atLeast(1, 9));
        assertEquals(false, new IstioVersion(1, 8).atLeast(1, 9));
        assertEquals(true, new IstioVersion(2, 0).atLeast(1, 9));
    }
}

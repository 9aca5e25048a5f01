package io.istiodoctor.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.Tables;
import io.istiodoctor.model.Unread;
import io.istiodoctor.model.UserError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxies of a mesh a name stands for. */
class ProxyChoicesTest {
    private static final Proxies PROXIES = Proxies.of(Tables.mesh("alike"));

    private static String chosen(List<ProxyView> views) {
        return views.stream().map(v -> v.configuration().name() + " " + v.side()).collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            between-1.edge | edge/between-1 GATEWAY
            between.edge   | edge/between-1 GATEWAY
            ends.shop      | shop/ends OUTGOING, shop/ends INCOMING
            client.plain   | plain/client OUTGOING, plain/client INCOMING
            """)
    void a_pod_its_workload_or_what_configures_it(String name, String proxies) {
        assertEquals(proxies, chosen(ProxyChoices.of(PROXIES, r -> true, Optional.of(ProxyName.parse(name)), Optional.empty())));
    }

    @Test
    void without_a_name_the_gateways_of_the_namespaces_that_are_looked_at() {
        assertEquals("edge/between-1 GATEWAY", chosen(ProxyChoices.of(PROXIES, r -> true, Optional.empty(), Optional.empty())));
        assertEquals("", chosen(ProxyChoices.of(PROXIES, r -> r.namespace().equals("shop"), Optional.empty(), Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource({"between-1.shop", "betwee.edge", "shop.shop", "ends.plain"})
    void what_has_another_name_or_namespace_is_none(String name) {
        ProxyName wanted = ProxyName.parse(name);
        String said = assertThrows(UserError.class, () -> ProxyChoices.of(PROXIES, r -> true, Optional.of(wanted), Optional.empty()))
                .getMessage();
        assertTrue(said.endsWith("is named " + name + "; there are the gateways between-1.edge"), said);
    }

    @Test
    void what_could_not_be_read_may_have_the_name() {
        assertThrows(UserError.class, () -> ProxyChoices.of(PROXIES, r -> true, Optional.of(ProxyName.parse("none.shop")),
                Optional.of(new Unread("pods", Set.of(), "reading is forbidden", Optional.empty()))));
    }
}

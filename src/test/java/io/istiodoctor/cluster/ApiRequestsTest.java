package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.istiodoctor.model.UserError;
import io.kubernetes.client.openapi.Pair;
import io.kubernetes.client.util.credentials.AccessTokenAuthentication;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentCaptor;

/** The seam to the client library: what is asked of it, and what becomes of failures that no server can be made to show. */
class ApiRequestsTest {
    private static final String SERVER = "https://api.example.com:6443";
    private static final Target TARGET = new Target("test", "default", URI.create(SERVER), Optional.empty(), true,
            Optional.empty(), ProxyChoice.of(URI.create(SERVER), Optional.empty(),
                    new ConnectionOptions(Optional.empty(), Optional.empty(), Map.of())),
            new AccessTokenAuthentication("token"), List.of(), "");

    private final LeanApiClient client = mock(LeanApiClient.class);
    private final Call call = mock(Call.class);
    private final ApiRequests requests = new ApiRequests(client, TARGET, Deadlines.of(Optional.empty()));

    private String get() throws Exception {
        when(call.timeout()).thenReturn(new Timeout());
        when(client.buildCall(any(), any(), any(), any(), any(), any(), any(), any(), any(), any(), any())).thenReturn(call);
        return requests.get("/api/v1/pods", Map.of("limit", "500", "continue", "a+b"), "listing pods", in -> {
            in.beginList();
            String first = in.string();
            in.endList();
            return first;
        });
    }

    private static Response answer() {
        return new Response.Builder().request(new Request.Builder().url(SERVER).build()).protocol(Protocol.HTTP_2).code(200)
                .message("OK").body(ResponseBody.create("[\"web\"]", MediaType.get("application/json"))).build();
    }

    static Stream<Arguments> failures() {
        String unreached = "the API server " + SERVER + " cannot be reached: ";
        String check = "; check the server of context test and the network";
        return Stream.of(Arguments.of(new UnknownHostException("api.example.com"), unreached + "its host name has no address" + check),
                Arguments.of(new NoRouteToHostException("No route to host"), unreached + "no route to host" + check),
                Arguments.of(new SocketTimeoutException("Connect timed out"), unreached + "no answer to the attempt to connect" + check),
                Arguments.of(new SSLHandshakeException("Received fatal alert: bad_certificate"), "the TLS connection to the API server "
                        + SERVER + " failed (Received fatal alert: bad_certificate); check the client certificate and the server of"
                        + " context test"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void what_stays_so_is_told_at_once(IOException failure, String message) throws Exception {
        when(call.execute()).thenThrow(failure);
        UserError error = assertThrows(UserError.class, this::get);
        assertEquals(message, error.getMessage());
        assertEquals(UserError.UNREADABLE_CLUSTER, error.exitCode());
        verify(call).execute();
    }

    @Test
    void what_may_pass_is_tried_again() throws Exception {
        when(call.execute()).thenThrow(new SocketException("Connection reset")).thenReturn(answer());
        assertEquals("web", get());
        verify(call, times(2)).execute();
    }

    @Test
    void failures_leave_room_for_others() throws Exception {
        when(call.execute()).thenThrow(new UnknownHostException("api.example.com"));
        for (int i = 0; i < 20; i++) {
            assertThrows(UserError.class, this::get);
        }
        verify(call, times(20)).execute();
    }

    @Test
    void the_library_is_given_path_query_and_credentials() throws Exception {
        when(call.execute()).thenReturn(answer());
        get();
        ArgumentCaptor<List<Pair>> query = ArgumentCaptor.captor();
        verify(client).buildCall(any(), eq("/api/v1/pods"), eq("GET"), query.capture(), any(), any(),
                eq(Map.of("Accept", "application/json")), any(), any(), eq(new String[] {"BearerToken"}), any());
        Set<String> pairs = new TreeSet<>(query.getValue().stream().map(p -> p.getName() + "=" + p.getValue()).toList());
        assertEquals(Set.of("limit=500", "continue=a+b"), pairs);
    }
}

package io.istiodoctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class KubectlOptionsTest {
    private static final KubectlOptions TEST = new KubectlOptions(" --context 'a $1 b'");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "kubectl -n shop get pods | kubectl --context 'a $1 b' -n shop get pods",
            "INGRESS_HOST=$(kubectl get nodes) | INGRESS_HOST=$(kubectl --context 'a $1 b' get nodes)",
            "What keeps it is told by: kubectl describe pods | What keeps it is told by: kubectl --context 'a $1 b' describe pods",
            "the cluster that kubectl talks to | the cluster that kubectl talks to",
            "kubectl-istio_doctor check | kubectl-istio_doctor check"})
    void every_command_of_kubectl_is_told(String command, String told) {
        assertEquals(told, TEST.in(command));
    }

    @Test
    void every_line_is_a_command_of_its_own() {
        assertEquals(
                "kubectl --context 'a $1 b' label ns shop a=b\nkubectl --context 'a $1 b' delete pod x; kubectl --context 'a $1 b' get pods",
                TEST.in("kubectl label ns shop a=b\nkubectl delete pod x; kubectl get pods"));
    }

    @Test
    void without_options_a_command_stays_as_it_is() {
        String command = "kubectl get pods";
        assertSame(command, KubectlOptions.NONE.in(command));
    }
}

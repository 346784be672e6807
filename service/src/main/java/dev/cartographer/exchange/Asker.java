package dev.cartographer.exchange;

import dev.cartographer.token.Fingerprint;
import java.util.List;
import java.util.function.Supplier;

/**
 * A cluster before IAM: who it is, known without asking anybody, and what it will say when it must
 * ask.
 *
 * @param principal which identity it is, without its secret
 * @param credential which of the identity's secrets
 * @param own which of our own secrets, where we are seen too: as the client that presents the
 *     cluster's token, or in TLS, to which IAM may bind what it issues (RFC 8705 §3)
 * @param request made only when there is need: it may cost a call to the cluster
 */
record Asker(
    IamStep step,
    List<String> principal,
    Fingerprint credential,
    Fingerprint own,
    Supplier<IamRequest> request) {}

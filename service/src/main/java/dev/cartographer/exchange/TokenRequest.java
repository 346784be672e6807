package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;

/**
 * One request for one token in one dialect: what is sent, what must come back, what else it may
 * mean.
 */
sealed interface TokenRequest
    permits IamRequest, TokenExchangeRequest, BearerPostRequest, ElasticsearchKeyRequest {

  /** Who is asked. */
  Dependency dependency();

  Authority authority();

  /** What the authority must offer, if its metadata says what it offers. */
  default Needs needs() {
    return Needs.NOTHING;
  }

  /** What is sent, once it is known where. */
  HttpAsk http(Reached at);

  /** The secrets in it, which no message may show. */
  List<SecretText> secrets();

  TokenAnswer.Members members();

  Expected expected();

  Refusal refusal(int status, ServerError error);

  /**
   * What an authority must offer.
   *
   * @param grant the grant type
   * @param methods of client authentication, any of which will do; none are needed when empty
   */
  record Needs(Optional<String> grant, List<String> methods) {
    static final Needs NOTHING = new Needs(Optional.empty(), List.of());

    static Needs of(String grant, ClientAuthentication client) {
      return new Needs(Optional.of(grant), client.methods());
    }
  }
}

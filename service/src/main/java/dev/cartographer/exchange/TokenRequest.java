package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.secret.SecretText;
import java.util.List;

/**
 * One request for one token in one dialect: what is sent, what must come back, what else it may
 * mean.
 */
sealed interface TokenRequest permits IamRequest, TokenExchangeRequest, BearerPostRequest {

  /** Who is asked. */
  Dependency dependency();

  HttpAsk http();

  /** The secrets in it, which no message may show. */
  List<SecretText> secrets();

  TokenAnswer.Members members();

  Expected expected();

  Refusal refusal(int status, ServerError error);
}

package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.secret.SecretText;

/** A request at IAM, made with a cluster's own identity. */
sealed interface IamRequest extends TokenRequest
    permits ClientCredentialsRequest, IbmApiKeyRequest {

  IamStep step();

  /** The secret of the identity. */
  SecretText secret();

  /** Which identity it is, without its secret. */
  String principal();

  @Override
  default Dependency dependency() {
    return Dependency.IAM;
  }

  @Override
  default TokenAnswer.Members members() {
    return TokenAnswer.Members.OAUTH;
  }

  @Override
  default Refusal refusal(int status, ServerError error) {
    return Refusal.atIam(error);
  }
}

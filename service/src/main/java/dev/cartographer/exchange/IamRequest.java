package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;

/** A request at IAM, made with a cluster's own identity. */
sealed interface IamRequest extends TokenRequest
    permits ClientCredentialsRequest, IbmApiKeyRequest, IamExchangeRequest, JwtBearerRequest {

  @Override
  default Dependency dependency() {
    return Dependency.IAM;
  }

  @Override
  default TokenAnswer.Members members() {
    return TokenAnswer.Members.OAUTH;
  }
}

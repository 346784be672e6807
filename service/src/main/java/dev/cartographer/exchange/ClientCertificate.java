package dev.cartographer.exchange;

import dev.cartographer.secret.SecretRef;

/**
 * Where our certificate and key for TLS lie, both in PEM; read at each use, so that a renewed pair
 * is taken up.
 *
 * @param chain the certificate, with those between it and its authority
 * @param key PKCS #8
 */
public record ClientCertificate(SecretRef chain, SecretRef key) {}

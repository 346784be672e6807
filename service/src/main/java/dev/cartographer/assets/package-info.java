/** What Prometheus, Alertmanager and Grafana are told of Cartographer. */
@NullMarked
package dev.cartographer.assets;

import org.jspecify.annotations.NullMarked;

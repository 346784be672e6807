/** What Alertmanager says fires: read strictly, believed in nothing but the labels it carries. */
@NullMarked
package dev.cartographer.intake;

import org.jspecify.annotations.NullMarked;

# Pools the rows of a CSV file by `group` with metafor, under each model, and writes what came out, a value a line.
# Rscript pools.R ROWS.csv OUT.csv; rows hold group, yi, sei, order and, where they are to be asked of, trait and kind.
suppressPackageStartupMessages(library(metafor))
paths <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(paths[1], na.strings = "NA", encoding = "UTF-8")
sharp <- list(threshold = 1e-12, maxiter = 10000)

of_group <- function(name) {
  some <- rows[rows$group == name, ]
  k <- nrow(some)
  # With one study metafor warns that it takes the normal distribution, as is meant.
  reml <- suppressWarnings(rma(yi, sei = sei, data = some, method = "REML", test = "adhoc", control = sharp))
  models <- list(reml = reml, dl = rma(yi, sei = sei, data = some, method = "DL"), fixed = rma(yi, sei = sei, data = some, method = "EE"))
  values <- lapply(models, function(m) {
    c(list(estimate = m$b, low = m$ci.lb, high = m$ci.ub, p = m$pval, tau2 = m$tau2, weights = weights(m) / 100), if (k > 1) list(q = m$QE, q_p = m$QEp))
  })
  if (k > 1) values$reml$tau2_ci <- confint(reml, control = list(tol = 1e-12, tau2.max = 1e5))$random["tau^2", 2:3]
  if (k > 2) {
    predicted <- predict(reml)
    one_out <- leave1out(reml)
    came <- cumul(reml, order = some$order)
    values$reml <- c(values$reml, list(pi = c(predicted$pi.lb, predicted$pi.ub), without = one_out$estimate, without_low = one_out$ci.lb, came = came$estimate, came_low = came$ci.lb))
  }
  if (k >= 10) {
    asymmetry <- regtest(reml, model = "lm")
    values$reml <- c(values$reml, list(egger_t = asymmetry$zval, egger_p = asymmetry$pval))
  }
  if ("trait" %in% names(some) && k >= 4) {
    slope <- rma(yi, sei = sei, mods = ~trait, data = some, method = "REML", test = "adhoc", control = sharp)
    values$reml <- c(values$reml, list(slope = slope$b[2], slope_low = slope$ci.lb[2], slope_p = slope$pval[2], slope_tau2 = slope$tau2))
  }
  if ("kind" %in% names(some) && k > length(unique(some$kind))) {
    between <- rma(yi, sei = sei, mods = ~kind, data = some, method = "REML", test = "adhoc", control = sharp)
    common <- rma(yi, sei = sei, mods = ~kind, data = some, method = "EE")
    values$reml <- c(values$reml, list(between = between$QM, between_p = between$QMp))
    values$fixed <- c(values$fixed, list(between = common$QM, between_p = common$QMp))
  }
  lines <- lapply(names(values), function(model) lapply(names(values[[model]]), function(what) {
    found <- as.numeric(values[[model]][[what]])
    data.frame(group = name, model = model, what = what, place = seq_along(found), value = format(found, digits = 15))
  }))
  do.call(rbind, unlist(lines, recursive = FALSE))
}

write.csv(do.call(rbind, lapply(unique(rows$group), of_group)), paths[2], row.names = FALSE)

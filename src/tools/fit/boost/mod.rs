//! Gradient boosting of a generalised additive model with pairwise terms.
//!
//! The model is a sum of tables, each over the bins of one feature or of two, which is as fast to
//! apply as it is easy to print (Lou, Caruana, Gehrke and Hooker, "Accurate intelligible models
//! with pairwise interactions", 2013). It is fitted by boosting (Friedman, "Greedy function
//! approximation", 2001) trees of at most three leaves, which test one feature or two, by Newton
//! steps on the logistic loss (Chen and Guestrin, "`XGBoost`", 2016).

pub(crate) mod booster;
pub(crate) mod histogram;
pub(crate) mod options;
pub(crate) mod prune;
pub(crate) mod tables;
pub(crate) mod tree;

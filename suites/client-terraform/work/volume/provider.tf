terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "label" { type = string }
variable "region" { type = string }
variable "zone" { type = string }
variable "image" {
  type    = string
  default = null
}
variable "type" {
  type    = string
  default = null
}

provider "aws" {
  region                 = var.region
  skip_region_validation = true # clouds have regions of any name
}

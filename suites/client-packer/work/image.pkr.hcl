packer {
  required_plugins {
    amazon = {
      source  = "github.com/hashicorp/amazon"
      version = ">= 1.0.0"
    }
  }
}

variable "label" { type = string }
variable "region" { type = string }
variable "image" { type = string }
variable "type" { type = string }
variable "subnet" { type = string }

source "amazon-ebs" "it" {
  communicator               = "none" # nothing is installed on the instance
  region                     = var.region
  skip_region_validation     = true
  ami_name                   = var.label
  source_ami                 = var.image
  instance_type              = var.type
  subnet_id                  = var.subnet
  force_deregister           = true
  skip_credential_validation = true
}

build {
  sources = ["source.amazon-ebs.it"]
}
